package dev.rewind.training;

import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Draws the next batch while the present one is computed. Each is a function of the seed and its number. */
final class BatchFeed implements AutoCloseable {
    private final ClipSource clips;
    private final ClipSpec spec;
    private final Steps steps;
    private final long seed;
    private final ExecutorService drawer;

    private long number;
    private CompletableFuture<List<LabelledClip>> next;

    /**
     * @param spec the clips to draw
     * @param first number of the first batch to draw, counted from the training's beginning
     */
    BatchFeed(ClipSource clips, ClipSpec spec, TrainingSettings settings, long first) {
        this.clips = clips;
        this.spec = spec;
        this.steps = settings.steps();
        this.seed = settings.seed();
        this.drawer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "batch-feed");
            thread.setDaemon(true);
            return thread;
        });
        this.number = first;
        drawNext();
    }

    /** How many clips there are. */
    int clips() {
        return clips.size();
    }

    /** The next batch; whatever the source of clips throws comes out here. */
    List<LabelledClip> next() {
        try {
            List<LabelledClip> drawn = next.join();
            drawNext();
            return drawn;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void drawNext() {
        long drawn = number++;
        next = CompletableFuture.supplyAsync(() -> draw(drawn), drawer);
    }

    private List<LabelledClip> draw(long batch) {
        long perEpoch = steps.batchesPerEpoch(clips.size());
        long epoch = batch / perEpoch;
        int[] order = order(epoch);
        int from = (int) (batch % perEpoch) * steps.batch();
        int to = Math.min(from + steps.batch(), order.length);
        List<LabelledClip> drawn = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            int index = order[i];
            SplittableRandom random = new SplittableRandom(seed + 31L * (epoch * 1_000_003L + index));
            drawn.add(clips.draw(index, spec, random));
        }
        return drawn;
    }

    /** The clips of an epoch, shuffled; drawn anew for every batch, for it costs next to nothing. */
    private int[] order(long epoch) {
        int[] order = new int[clips.size()];
        SplittableRandom random = new SplittableRandom(seed * 31 + epoch);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    @Override
    public void close() {
        drawer.shutdownNow();
    }
}
