package dev.rewind.model.kernels;

/** What the matrix products of a network compute with; streams, norms and weights stay in 32 bits either way. */
public enum Dtype {
    /** 32-bit floats: exact to the published code. */
    FP32,
    /** 16-bit brain floats: about twice as fast where the processor has them, three digits exact. */
    BF16
}
