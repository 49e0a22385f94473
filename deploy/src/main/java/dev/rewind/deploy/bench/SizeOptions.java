package dev.rewind.deploy.bench;

import dev.rewind.model.bench.BenchNetwork;
import picocli.CommandLine.Option;

/** Another size of the network than its own. */
final class SizeOptions {
    @Option(
            names = "--frames",
            paramLabel = "N",
            description = "Length of the clips, instead of the network's own; weights by a formula.")
    private Integer frames;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description =
                    "Number of layers, instead of the network's own, where all have one width; weights by a formula.")
    private Integer depth;

    /**
     * The network in this size.
     *
     * @throws IllegalArgumentException if there is none
     */
    BenchNetwork of(BenchNetwork network) {
        BenchNetwork longer = frames == null ? network : network.withFrames(frames);
        return depth == null ? longer : longer.withDepth(depth);
    }
}
