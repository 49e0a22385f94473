package dev.rewind.deploy.options;

import dev.rewind.inference.smoothing.SmoothingSettings;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** Whether scores are smoothed over time, and when an action begins and ends. */
final class SmoothingOptions {
    @Option(
            names = "--smooth",
            paramLabel = "TIME",
            converter = TimeReader.class,
            description =
                    "Smooth each stream's scores over this time, and tell on 'events' when an action begins and ends;"
                            + " 0s tells it by each clip's own scores (default: neither).")
    private Duration over;

    @Option(
            names = "--event-from",
            paramLabel = "SCORE",
            description = "An action begins with a smoothed score of at least this (default: " + SmoothingSettings.FROM
                    + ").")
    private Double from;

    @Option(
            names = "--event-below",
            paramLabel = "SCORE",
            description = "And ends with one below this (default: " + SmoothingSettings.BELOW + ").")
    private Double below;

    /**
     * What the user chose; empty for labels of single clips alone.
     *
     * @throws ParameterException if an option is given without --smooth
     * @throws IllegalArgumentException if a value is none
     */
    Optional<SmoothingSettings> settings(CommandSpec command) {
        if (over == null && (from != null || below != null)) {
            throw new ParameterException(
                    command.commandLine(),
                    "--event-from and --event-below say when actions begin and end, which nobody tells without --smooth;"
                            + " add for example --smooth 2s");
        }
        return Optional.ofNullable(over)
                .map(time -> new SmoothingSettings(
                        time,
                        from == null ? SmoothingSettings.FROM : from,
                        below == null ? SmoothingSettings.BELOW : below));
    }
}
