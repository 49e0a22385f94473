package dev.rewind.deploy.options;

import dev.rewind.training.checkpoint.CheckpointInterval;
import dev.rewind.training.checkpoint.Checkpointing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a training survives a crash. */
public final class CheckpointOptions {
    @Option(
            names = "--checkpoint-every",
            paramLabel = "TIME",
            defaultValue = "10min",
            converter = Reader.class,
            description =
                    "Keep all that is needed to go on in DIR.checkpoint, beside --out, so often: such as 30min, or"
                            + " 5epochs, or off; deleted when the model is written (default: ${DEFAULT-VALUE}).")
    private CheckpointInterval interval;

    @Option(
            names = "--resume",
            description =
                    "Go on from there, with the options that the training was begun with: the weights end the same"
                            + " as without a break. With --minutes, the time already spent counts.")
    private boolean resume;

    /**
     * What the user chose.
     *
     * @param out the folder of the model
     */
    public Checkpointing beside(Path out) {
        Path absolute = out.toAbsolutePath().normalize();
        return new Checkpointing(absolute.resolveSibling(absolute.getFileName() + ".checkpoint"), interval, resume);
    }

    /** Reads a number and its unit. */
    static final class Reader implements ITypeConverter<CheckpointInterval> {
        private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,5})(min|epochs?)");

        @Override
        public CheckpointInterval convert(String text) {
            if (text.equals("off")) {
                return new CheckpointInterval.Never();
            }
            Matcher parts = FORM.matcher(text);
            if (!parts.matches()) {
                throw new TypeConversionException(
                        "it takes such as 10min or 5epochs, or off, but was given '" + text + "'");
            }
            int count = Integer.parseInt(parts.group(1));
            return parts.group(2).equals("min")
                    ? new CheckpointInterval.Every(Duration.ofMinutes(count))
                    : new CheckpointInterval.Epochs(count);
        }
    }
}
