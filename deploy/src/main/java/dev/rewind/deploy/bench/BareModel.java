package dev.rewind.deploy.bench;

import dev.rewind.inference.serving.ClipModel;
import dev.rewind.model.ClipSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A model that scores one batch after another with nothing around it. */
final class BareModel {
    private static final long SEED = 7;

    private final ClipModel model;
    private List<List<byte[]>> batches;

    /** With batches of noise, until there are others. */
    BareModel(ClipModel model, int batch) {
        this.model = model;
        ClipSpec spec = model.manifest().clip();
        Random random = new Random(SEED);
        List<byte[]> noise = new ArrayList<>();
        for (int i = 0; i < batch; i++) {
            byte[] clip = new byte[spec.bytes()];
            random.nextBytes(clip);
            noise.add(clip);
        }
        batches = List.of(noise);
    }

    /** From now on with these batches. */
    void take(List<List<byte[]>> others) {
        batches = others;
    }

    /** Scores whole rounds of the batches for about so long. */
    double clipsPerSecond(Duration length) {
        long clips = 0;
        long begun = System.nanoTime();
        do {
            for (List<byte[]> batch : batches) {
                model.score(batch);
                clips += batch.size();
            }
        } while (System.nanoTime() - begun < length.toNanos());
        return clips / ((System.nanoTime() - begun) / 1e9);
    }
}
