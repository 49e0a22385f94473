package dev.rewind.deploy.options;

import dev.rewind.inference.drift.DriftSettings;
import java.time.Duration;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** What is called drift of a stream, and how it is watched. */
final class DriftOptions {
    @Option(
            names = "--drift-clips",
            paramLabel = "N",
            defaultValue = "200",
            description = "A stream's drift is that of its last clips, some so many; older ones count for little"
                    + " (default: ${DEFAULT-VALUE}).")
    private int clips;

    @Option(
            names = "--drift-least",
            paramLabel = "N",
            defaultValue = "50",
            description = "And is told from so many clips on (default: ${DEFAULT-VALUE}).")
    private int least;

    @Option(
            names = "--drift-every",
            paramLabel = "TIME",
            defaultValue = "10s",
            converter = TimeReader.class,
            description = "At most once in this time, for each stream on 'progress' (default: ${DEFAULT-VALUE}).")
    private Duration every;

    @Option(
            names = "--drift-streams",
            paramLabel = "N",
            defaultValue = "10000",
            description = "Beyond so many streams the one silent for longest is forgotten (default: ${DEFAULT-VALUE}).")
    private int streams;

    @Option(
            names = "--drift-labels",
            paramLabel = "BITS",
            defaultValue = "0.4",
            description = "Labels drift where their shares are further from those of the training clips"
                    + " (Jensen-Shannon divergence, at most 1; default: ${DEFAULT-VALUE}).")
    private double labels;

    @Option(
            names = "--drift-confidence",
            paramLabel = "DISTANCE",
            defaultValue = "0.4",
            description = "Confidence drifts where the top-1 probabilities are further (Kolmogorov-Smirnov distance, at"
                    + " most 1; default: ${DEFAULT-VALUE}).")
    private double confidence;

    @Option(
            names = "--drift-embedding",
            paramLabel = "DEVIATIONS",
            defaultValue = "1",
            description = "Embeddings drift where their mean has moved by more deviations of the training clips'"
                    + " (default: ${DEFAULT-VALUE}).")
    private double embedding;

    /**
     * What the user chose.
     *
     * @throws picocli.CommandLine.ParameterException if an option's value is none
     */
    DriftSettings settings(CommandSpec command) {
        Usage.require(command, clips >= 1, "--drift-clips must be at least 1", clips);
        Usage.require(command, least >= 1, "--drift-least must be at least 1", least);
        Usage.require(command, streams >= 1, "--drift-streams must be at least 1", streams);
        Usage.require(command, labels > 0, "--drift-labels must be above 0", labels);
        Usage.require(command, confidence > 0, "--drift-confidence must be above 0", confidence);
        Usage.require(command, embedding > 0, "--drift-embedding must be above 0", embedding);
        return new DriftSettings(clips, least, every, streams, labels, confidence, embedding);
    }
}
