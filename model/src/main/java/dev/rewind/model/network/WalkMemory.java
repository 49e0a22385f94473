package dev.rewind.model.network;

import dev.rewind.model.network.config.BlockConfig;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * How much memory a reversible walk needs on a processor, in 32-bit floats, beside parameters and gradients: counted from
 * the sizes of the network's layers, as {@link ReversibleWalk} holds them.
 *
 * @param bytesPerSample what each sample of a batch adds at the fullest place, its clip included
 * @param bytesOnce what a layer holds for a moment for one sample, whatever the batch
 */
public record WalkMemory(long bytesPerSample, long bytesOnce) {
    /** What the pieces of a written way back take: tokens, queries, frames at a time. */
    private static final long PIECES = 16 << 20;

    /**
     * Counts.
     *
     * @throws IllegalArgumentException if the network is an ordinary one
     */
    public static WalkMemory of(NetworkConfig config) {
        if (config.reversible() == null) {
            throw new IllegalArgumentException("an ordinary network keeps every activation; nothing is counted for it");
        }
        boolean one = config.reversible().fusion().isSymmetric();
        List<Stage> stages = stages(config);
        long most = 0;
        long kept = 0;
        long once = 0;
        for (int i = 0; i < stages.size(); i++) {
            Stage stage = stages.get(i);
            boolean last = i == stages.size() - 1;
            long gradients = stage.blocks > 1 || last || !one ? 2 * stage.values : stage.values;
            kept += stage.kept();
            long after = last ? 0 : stages.get(i + 1).values; // the gradient that comes to the transition
            most = Math.max(most, kept + gradients + after);
            // A repeated block holds both its streams once more, a transition its input and two results.
            once = Math.max(once, Math.max(2 * stage.values, stage.values + 2 * after));
        }
        long clip = 3L * config.input().volume();
        return new WalkMemory(Float.BYTES * (most + clip), Float.BYTES * once + PIECES);
    }

    /**
     * How many samples can walk together.
     *
     * @param bytes for the walk alone
     * @return 0 where not even one can
     */
    public int samplesWithin(long bytes) {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, (bytes - bytesOnce) / bytesPerSample));
    }

    /**
     * A run of blocks.
     *
     * @param values of one stream of a sample
     */
    private record Stage(long values, int blocks) {
        long kept() {
            return blocks > 1 ? 2 * values : values;
        }
    }

    private static List<Stage> stages(NetworkConfig config) {
        List<Stage> stages = new ArrayList<>();
        Stage stage = new Stage((long) config.tokens().volume() * config.embedDim(), 0);
        for (BlockConfig block : config.blocks()) {
            if (block.transition()) {
                stages.add(stage);
                stage = new Stage((long) block.gridOut().volume() * block.dimOut(), 0);
            } else {
                stage = new Stage(stage.values, stage.blocks + 1);
            }
        }
        stages.add(stage);
        return stages;
    }
}
