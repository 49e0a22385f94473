package dev.rewind.deploy.options;

import picocli.CommandLine.Option;

/** How many threads an operation of a model may use that computes beside stream threads. */
public final class ServingThreadsOption {
    @Option(
            names = "--threads",
            paramLabel = "N",
            converter = ThreadsOption.Reader.class,
            description = "Threads of one of the model's operations on a CPU (default: half the cores, for frames are"
                    + " decoded on the others).")
    private Integer threads;

    /** What the user chose, or half the cores. */
    public int threads() {
        return threads == null ? Math.max(1, Runtime.getRuntime().availableProcessors() / 2) : threads;
    }
}
