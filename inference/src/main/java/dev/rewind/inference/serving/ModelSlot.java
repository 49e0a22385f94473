package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One device's place for the model that labels, where it is exchanged for another: a batch holds its turn from beginning to
 * end, so that the exchange takes place between two batches, and who was exchanged is computing nothing any more.
 */
final class ModelSlot implements AutoCloseable {
    /** Fair, or batch after batch would overtake who wants to exchange the model. */
    private final ReentrantLock turn = new ReentrantLock(true);

    private volatile ClipModel model;

    /** Null while nobody helps. */
    private volatile Relief relief;

    ModelSlot(ClipModel first) {
        this.model = first;
    }

    /** What serves here at the moment, unless a cheaper one helps. */
    ModelManifest manifest() {
        return model.manifest();
    }

    /** How the model computes; as is best here, if it is no network. */
    Compute compute() {
        return model.compute().orElseGet(Compute::exact);
    }

    /** What the device is called; {@code none} for a model that is no network. */
    String device() {
        return model.compute().map(compute -> compute.device().toString()).orElse("none");
    }

    /** Lets a cheaper model score batches while it is needed; it is closed with the live one. */
    void relieve(Relief cheaper) {
        relief = cheaper;
    }

    /** Scores a batch with whatever model serves now. */
    ScoredBatch score(List<QueuedClip> queued) {
        turn.lock();
        try {
            long begun = System.nanoTime();
            Relief help = relief;
            boolean relieved = help != null && help.needed().getAsBoolean();
            ClipModel scorer = relieved ? help.model() : model;
            ClipSpec spec = scorer.manifest().clip();
            List<byte[]> clips =
                    queued.stream().map(clip -> clip.forModel(spec)).toList();
            List<ClipScores> rows = scorer.score(clips);
            if (rows.size() != clips.size()) {
                throw new IllegalStateException(
                        "the model gave " + rows.size() + " rows for a batch of " + clips.size() + " clips");
            }
            if (relieved) {
                help.relieved().accept(clips.size());
            }
            return new ScoredBatch(
                    scorer.manifest(), scorer.profile(), scorer.compute(), queued, rows, System.nanoTime() - begun);
        } finally {
            turn.unlock();
        }
    }

    /** Waits for the running batch and lets none begin before {@link #release}. */
    void hold() {
        turn.lock();
    }

    /** Gives the turn back that this thread holds. */
    void release() {
        turn.unlock();
    }

    /** Lets another model serve while the turn is held; closing the one that comes back is the caller's. */
    ClipModel exchange(ClipModel next) {
        ClipModel old = model;
        model = next;
        return old;
    }

    /** Frees the model as soon as its batch is done. */
    @Override
    public void close() {
        turn.lock();
        try {
            model.close();
            if (relief != null) {
                relief.model().close();
            }
        } finally {
            turn.unlock();
        }
    }
}
