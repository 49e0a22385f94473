package dev.rewind.deploy.options;

import dev.rewind.model.kernels.Dtype;
import picocli.CommandLine.Option;

/** In which number format to multiply. */
public final class DtypeOption {
    @Option(
            names = "--dtype",
            paramLabel = "FORMAT",
            defaultValue = "fp32",
            description = "Of matrix products: fp32, or bf16, which is coarser and, where the processor has it, faster"
                    + " (default: ${DEFAULT-VALUE}).")
    private Dtype dtype;

    /** What the user chose. */
    public Dtype dtype() {
        return dtype;
    }
}
