package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.function.UnaryOperator;

/** Leads the class token, which has no place in the grid, past operations on the grid. */
final class ClassToken {
    private ClassToken() {}

    /** Applies an operation to all of [B, N, C] but the first token, if that is a class token. */
    static NDArray passing(boolean present, NDArray tokens, UnaryOperator<NDArray> onPatches) {
        if (!present) {
            return onPatches.apply(tokens);
        }
        NDList parts = tokens.split(new long[] {1}, 1);
        return parts.get(0).concat(onPatches.apply(parts.get(1)), 1);
    }
}
