package dev.rewind.deploy.options;

import dev.rewind.model.Compute;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** How a network is computed that serves: on one device or several, with which kernels, in which number format. */
public final class ServingComputeOptions {
    @Mixin
    private DevicesOption devices;

    @Mixin
    private KernelsOption kernels;

    @Mixin
    private DtypeOption dtype;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the user chose, for each device. */
    public List<Compute> computes() {
        Usage.require(command, !devices.devices().isEmpty(), "--device must name at least one device", "empty");
        return Usage.of(command, () -> devices.devices().stream()
                .map(device -> new Compute(device, kernels.kind(), dtype.dtype()))
                .toList());
    }
}
