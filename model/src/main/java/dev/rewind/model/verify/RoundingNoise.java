package dev.rewind.model.verify;

import java.util.Set;

/** Gradients that are zero in exact arithmetic: what a computation makes of them is rounding noise. */
public final class RoundingNoise {
    private RoundingNoise() {}

    /**
     * Whether a parameter has such a gradient: softmax ignores what is added to all keys alike.
     *
     * @param parameter its name
     * @param parameters the names of all in the network
     */
    public static boolean is(String parameter, Set<String> parameters) {
        return parameter.endsWith("norm_k.bias")
                || (parameter.endsWith(".k.bias")
                        && !parameters.contains(parameter.replace(".k.bias", ".pool_k.weight")));
    }
}
