package dev.rewind.deploy.bench;

import dev.rewind.inference.serving.ClipModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.Profile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * A model whose batches are counted and timed. It outlives the service that uses it: whoever made it frees the model
 * below.
 */
final class TimedModel implements ClipModel {
    /** As much as there is to say about how batches differ, and little enough to keep their clips. */
    private static final int KEPT_BATCHES = 3;

    private final ClipModel model;
    private final List<List<byte[]>> batches = new ArrayList<>();
    private Taken taken = new Taken(0, 0, 0);

    TimedModel(ClipModel model) {
        this.model = model;
    }

    /**
     * What it has done so far.
     *
     * @param nanos in which it computed
     */
    record Taken(long clips, long batches, long nanos) {
        Taken since(Taken before) {
            return new Taken(clips - before.clips, batches - before.batches, nanos - before.nanos);
        }
    }

    /** One that sleeps instead of computing, as if a device did the work. */
    static ClipModel standIn(ModelManifest manifest, Duration time) {
        float[] even = new float[manifest.classes().size()];
        Arrays.fill(even, 1f / even.length);
        return new ClipModel() {
            @Override
            public ModelManifest manifest() {
                return manifest;
            }

            @Override
            public Optional<Profile> profile() {
                return Optional.empty();
            }

            @Override
            public List<ClipScores> score(List<byte[]> clips) {
                long end = System.nanoTime() + time.toNanos();
                while (System.nanoTime() < end) {
                    LockSupport.parkNanos(end - System.nanoTime());
                }
                return clips.stream()
                        .map(clip -> new ClipScores(even, new float[0]))
                        .toList();
            }

            @Override
            public void close() {}
        };
    }

    synchronized Taken taken() {
        return taken;
    }

    /** The latest batches, oldest first. */
    synchronized List<List<byte[]>> batches() {
        return List.copyOf(batches);
    }

    @Override
    public ModelManifest manifest() {
        return model.manifest();
    }

    @Override
    public Optional<Profile> profile() {
        return model.profile();
    }

    @Override
    public List<ClipScores> score(List<byte[]> clips) {
        long begun = System.nanoTime();
        List<ClipScores> scores = model.score(clips);
        add(clips, System.nanoTime() - begun);
        return scores;
    }

    private synchronized void add(List<byte[]> clips, long nanos) {
        taken = new Taken(taken.clips + clips.size(), taken.batches + 1, taken.nanos + nanos);
        batches.add(clips);
        if (batches.size() > KEPT_BATCHES) {
            batches.remove(0);
        }
    }

    @Override
    public void close() {}
}
