package dev.rewind.deploy.options;

import dev.rewind.training.Steps;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How many clips a step takes, and how many of them together. */
final class StepOptions {
    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            defaultValue = "16",
            description =
                    "Clips that are computed together; those of a step with --memory (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--accumulate",
            paramLabel = "N",
            description = "Add up the gradients of so many batches to one step (default: 1).")
    private Integer accumulate;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            converter = Bytes.Reader.class,
            description =
                    "Train a reversible network within so much native memory, such as 8GiB, on a processor: a step's"
                            + " --batch goes through it in passes of the largest part that fits and divides it, whose gradients"
                            + " add up. Counts weights, gradients, AdamW and the walk; not the Java heap, nor what varying the"
                            + " clips takes before a pass.")
    private Long memory;

    /**
     * What the user chose.
     *
     * @throws IllegalArgumentException if it is both chosen and to be found by the memory, or cannot be
     */
    Steps of(int epochs, Optional<Duration> limit) {
        if (memory != null && accumulate != null) {
            throw new IllegalArgumentException(
                    "--memory finds out itself how many passes add up to the --batch of a step;"
                            + " leave out --accumulate, and give --batch all clips of a step");
        }
        return new Steps(epochs, batch, accumulations(), limit);
    }

    /** Clips of a step. */
    int clips() {
        return batch * accumulations();
    }

    /** Bytes to train within. */
    Optional<Long> memory() {
        return Optional.ofNullable(memory);
    }

    private int accumulations() {
        return accumulate == null ? 1 : accumulate;
    }
}
