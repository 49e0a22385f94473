package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;

/**
 * A function f of a layer, as a walk uses it: in place, and scaled by what drop path gives each sample, s. All arrays are
 * [B, N, C], of as many samples as the draw.
 */
interface Branch {
    /** rest = rest + s f(u). */
    void add(NDArray u, NDArray rest, Pass.Mask drop);

    /**
     * du = du + s (df/du)T g, the parameters' gradients likewise, and rest = rest - s f(u), to the bit what {@link #add}
     * has added.
     *
     * @param rest null where nothing is to be taken back
     */
    void back(NDArray u, NDArray g, NDArray du, NDArray rest, Pass.Mask drop);
}
