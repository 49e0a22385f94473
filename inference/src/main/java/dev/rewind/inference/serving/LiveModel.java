package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.Profile;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The model that labels, and the one place where it is exchanged for another: a batch holds its turn from beginning to
 * end, so that the exchange takes place between two batches, and who was exchanged is computing nothing any more.
 */
final class LiveModel implements AutoCloseable {
    /** Fair, or batch after batch would overtake who wants to exchange the model. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private volatile ClipModel model;

    LiveModel(ClipModel first) {
        this.model = first;
    }

    /**
     * A batch that was scored.
     *
     * @param model what scored it
     * @param profile of that model
     * @param compute how that model computes
     * @param clips of it, in order
     * @param rows the clips' scores
     * @param nanos it took the model
     */
    record Batch(
            ModelManifest model,
            Optional<Profile> profile,
            Optional<Compute> compute,
            List<byte[]> clips,
            List<ClipScores> rows,
            long nanos) {}

    /** What serves at the moment. */
    ModelManifest manifest() {
        return model.manifest();
    }

    /** Scores a batch with whatever model serves now. */
    Batch score(List<byte[]> clips) {
        turn.lock();
        try {
            long begun = System.nanoTime();
            List<ClipScores> rows = model.score(clips);
            if (rows.size() != clips.size()) {
                throw new IllegalStateException(
                        "the model gave " + rows.size() + " rows for a batch of " + clips.size() + " clips");
            }
            return new Batch(
                    model.manifest(), model.profile(), model.compute(), clips, rows, System.nanoTime() - begun);
        } finally {
            turn.unlock();
        }
    }

    /** Lets another model serve from the next batch on; closing the one that comes back is the caller's. */
    ClipModel exchange(ClipModel next) {
        turn.lock();
        try {
            ClipModel old = model;
            model = next;
            return old;
        } finally {
            turn.unlock();
        }
    }

    /** Frees the model as soon as its batch is done. */
    @Override
    public void close() {
        turn.lock();
        try {
            model.close();
        } finally {
            turn.unlock();
        }
    }
}
