package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Clips that a model sees before it serves: they make its kernels ready, prove that a whole batch fits into memory, and
 * show whether it gives numbers, and how fast.
 */
final class WarmUp {
    private static final long SEED = 7;
    private static final int LEAST_ROUNDS = 3;
    private static final long DOUBT_NANOS = Duration.ofSeconds(2).toNanos();

    private final List<byte[]> clips;

    /** Clips as a model takes them: a black one, a white one, and noise. */
    WarmUp(ClipSpec spec, int count) {
        Random random = new Random(SEED);
        clips = IntStream.range(0, count)
                .mapToObj(i -> {
                    byte[] clip = new byte[spec.bytes()];
                    switch (i) {
                        case 0 -> random.nextBytes(clip);
                        case 1 -> Arrays.fill(clip, (byte) 255);
                        case 2 -> Arrays.fill(clip, (byte) 0);
                        default -> random.nextBytes(clip);
                    }
                    return clip;
                })
                .toList();
    }

    /**
     * Scores them all in one batch, on each device.
     *
     * @throws RefusedModelException if any score is no number
     */
    void run(Replicas replicas) {
        replicas.each().forEach(this::run);
    }

    /**
     * Scores them all in one batch.
     *
     * @throws RefusedModelException if any score is no number
     */
    private void run(ClipModel model) {
        for (ClipScores scores : model.score(clips)) {
            if (!scores.areNumbers()) {
                throw new RefusedModelException(
                        "gives scores that are not numbers; its training diverged: train again with a lower learning"
                                + " rate");
            }
        }
    }

    /** How long a model that is warm takes for them all, on the slowest of its devices. */
    Duration time(Replicas replicas) {
        return replicas.each().stream()
                .map(this::time)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private Duration time(ClipModel model) {
        long begun = System.nanoTime();
        model.score(clips);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    /**
     * How many times as long as the live model another one takes for a clip. Both compute in turn, so that whatever else
     * the machine does holds up both, and the best time of each counts; who seems too slow gets more turns.
     *
     * @param allowed how many times are not too slow
     */
    double slowdown(ModelSlot live, ClipModel next, double allowed) {
        List<byte[]> clip = clips.subList(0, 1);
        List<QueuedClip> whole = List.of(QueuedClip.whole(clip.get(0)));
        long liveNanos = Long.MAX_VALUE;
        long nextNanos = Long.MAX_VALUE;
        double slowdown = Double.MAX_VALUE;
        long start = System.nanoTime();
        for (int i = 0; i < LEAST_ROUNDS || (slowdown > allowed && System.nanoTime() - start < DOUBT_NANOS); i++) {
            liveNanos = Math.min(liveNanos, live.score(whole).nanos());
            long begun = System.nanoTime();
            next.score(clip);
            nextNanos = Math.min(nextNanos, System.nanoTime() - begun);
            slowdown = (double) nextNanos / Math.max(1, liveNanos);
        }
        return slowdown;
    }
}
