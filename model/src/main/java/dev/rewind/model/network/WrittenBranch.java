package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;

/** A function whose way back is written out, a sample at a time. */
final class WrittenBranch implements Branch {
    private final Gradients gradients;
    private final Parameters parameters;
    private final Forward forward;
    private final Back back;

    /** rest = rest + s f(u), of one sample. */
    @FunctionalInterface
    interface Forward {
        void run(NDArray u, NDArray rest, float scale, NDList weights);
    }

    /** du = du + s (df/du)T g and rest = rest - s f(u), of one sample; rest may be null. */
    @FunctionalInterface
    interface Back {
        void run(NDArray u, NDArray g, NDArray du, NDArray rest, float scale, NDList weights, NDList gradients);
    }

    WrittenBranch(Gradients gradients, Parameters parameters, Forward forward, Back back) {
        this.gradients = gradients;
        this.parameters = parameters;
        this.forward = forward;
        this.back = back;
    }

    @Override
    public void add(NDArray u, NDArray rest, Pass.Mask drop) {
        NDList weights = parameters.of(u.getManager(), gradients.weights()::get);
        for (int b = 0; b < u.getShape().get(0); b++) {
            float scale = drop.factor(b);
            if (scale != 0) {
                try (NDScope scope = new NDScope()) {
                    forward.run(u.get(b), rest.get(b), scale, weights);
                }
            }
        }
    }

    @Override
    public void back(NDArray u, NDArray g, NDArray du, NDArray rest, Pass.Mask drop) {
        NDList weights = parameters.of(u.getManager(), gradients.weights()::get);
        NDList gains = parameters.of(u.getManager(), gradients::get);
        for (int b = 0; b < u.getShape().get(0); b++) {
            float scale = drop.factor(b);
            if (scale != 0) {
                try (NDScope scope = new NDScope()) {
                    back.run(u.get(b), g.get(b), du.get(b), rest == null ? null : rest.get(b), scale, weights, gains);
                }
            }
        }
    }
}
