package dev.rewind.deploy.options;

import dev.rewind.model.Compute;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How a network is computed: on what, with which kernels, in which number format. */
public final class ComputeOptions {
    @Mixin
    private DeviceOption device;

    @Mixin
    private KernelsOption kernels;

    @Mixin
    private DtypeOption dtype;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the user chose. */
    public Compute compute() {
        return Usage.of(command, () -> new Compute(device.device(), kernels.kind(), dtype.dtype()));
    }
}
