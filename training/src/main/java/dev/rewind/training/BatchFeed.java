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

/** Draws the next batch while the present one is computed. Order and clips are a function of the seed. */
final class BatchFeed implements AutoCloseable {
    private final ClipSource clips;
    private final ClipSpec spec;
    private final int batch;
    private final long seed;
    private final ExecutorService drawer;

    private int[] order;
    private int epoch = -1;
    private int position;
    private CompletableFuture<List<LabelledClip>> next;

    /** @param spec the clips to draw */
    BatchFeed(ClipSource clips, ClipSpec spec, TrainingSettings settings) {
        this.clips = clips;
        this.spec = spec;
        this.batch = settings.steps().batch();
        this.seed = settings.seed();
        this.drawer = Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "batch-feed");
            thread.setDaemon(true);
            return thread;
        });
        shuffle();
        this.next = CompletableFuture.supplyAsync(this::draw, drawer);
    }

    /** The next batch; whatever the source of clips throws comes out here. */
    List<LabelledClip> next() {
        try {
            List<LabelledClip> drawn = next.join();
            next = CompletableFuture.supplyAsync(this::draw, drawer);
            return drawn;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private List<LabelledClip> draw() {
        if (position == order.length) {
            shuffle();
        }
        int count = Math.min(batch, order.length - position);
        List<LabelledClip> drawn = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int index = order[position++];
            SplittableRandom random = new SplittableRandom(seed + 31L * (epoch * 1_000_003L + index));
            drawn.add(clips.draw(index, spec, random));
        }
        return drawn;
    }

    private void shuffle() {
        epoch++;
        position = 0;
        order = new int[clips.size()];
        SplittableRandom random = new SplittableRandom(seed * 31 + epoch);
        for (int i = 0; i < order.length; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
    }

    @Override
    public void close() {
        drawer.shutdownNow();
    }
}
