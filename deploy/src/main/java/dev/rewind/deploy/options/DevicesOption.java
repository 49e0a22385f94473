package dev.rewind.deploy.options;

import dev.rewind.model.engine.DeviceChoice;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** On what to compute, on several at once too. */
public final class DevicesOption {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            split = ",",
            splitSynopsisLabel = ",",
            defaultValue = "auto",
            converter = DeviceOption.Reader.class,
            description =
                    "auto, cpu, or gpu; or several that share the clips, each with the model in its own memory: gpu:0,gpu:1."
                            + " 'auto' takes the first GPU where PyTorch can use one (default: ${DEFAULT-VALUE}).")
    private List<DeviceChoice> devices = new ArrayList<>();

    /** What the user chose, in that order; one that is named twice computes two batches at a time. */
    public List<DeviceChoice> devices() {
        return devices;
    }
}
