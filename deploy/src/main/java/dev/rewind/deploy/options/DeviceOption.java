package dev.rewind.deploy.options;

import dev.rewind.model.engine.DeviceChoice;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** On what to compute. */
public final class DeviceOption {
    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "auto",
            converter = Reader.class,
            description =
                    "auto, cpu, gpu, or gpu:1 for the second of several; 'auto' takes a GPU where PyTorch can use one"
                            + " (default: ${DEFAULT-VALUE}).")
    private DeviceChoice device;

    /** What the user chose. */
    public DeviceChoice device() {
        return device;
    }

    /** Keeps the message of what it refuses. */
    static final class Reader implements ITypeConverter<DeviceChoice> {
        @Override
        public DeviceChoice convert(String name) {
            try {
                return DeviceChoice.of(name);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
