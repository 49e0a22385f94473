package dev.rewind.deploy.options;

import dev.rewind.model.Compute.Kind;
import picocli.CommandLine.Option;

/** With which kernels to compute. */
public final class KernelsOption {
    @Option(
            names = "--kernels",
            paramLabel = "KIND",
            defaultValue = "fast",
            description = "'fast', or the 'plain' ones that they are held to (default: ${DEFAULT-VALUE}).")
    private Kind kind;

    /** What the user chose. */
    public Kind kind() {
        return kind;
    }
}
