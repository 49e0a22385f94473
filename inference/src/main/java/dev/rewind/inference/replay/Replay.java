package dev.rewind.inference.replay;

import dev.rewind.inference.LabelMaker;
import dev.rewind.inference.serving.ClipModel;
import dev.rewind.inference.serving.Scores;
import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Labels the clips of a walk with one model, batch by batch, on the thread that walks. For one walk. */
public final class Replay {
    private final ClipModel model;
    private final int batchSize;
    private final LabelMaker labels;
    private final Consumer<Relabelled> take;
    private final Consumer<String> passedOver;
    private final List<PastClip> batch = new ArrayList<>();

    /**
     * With a model, which stays the caller's to close.
     *
     * @param batchSize clips that the model takes at once
     * @param take gets each clip as it is labelled
     * @param passedOver gets the reason why a record, a label or a clip was left out
     */
    public Replay(
            ClipModel model, int batchSize, LabelMaker labels, Consumer<Relabelled> take, Consumer<String> passedOver) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("a batch has at least 1 clip, but was to have " + batchSize);
        }
        this.model = model;
        this.batchSize = batchSize;
        this.labels = labels;
        this.take = take;
        this.passedOver = passedOver;
    }

    /** Walks to the end. */
    public void run(ClipWalk walk) {
        walk.walk(this::add, passedOver);
        score();
    }

    private void add(PastClip clip) {
        batch.add(clip);
        if (batch.size() == batchSize) {
            score();
        }
    }

    private void score() {
        if (batch.isEmpty()) {
            return;
        }
        ClipSpec spec = model.manifest().clip();
        List<ClipScores> rows =
                model.score(batch.stream().map(past -> past.clip().pixels(spec)).toList());
        for (int i = 0; i < batch.size(); i++) {
            give(batch.get(i), rows.get(i));
        }
        batch.clear();
    }

    private void give(PastClip past, ClipScores row) {
        if (!row.areNumbers()) {
            passedOver.accept("the scores of model " + model.manifest().version() + " for a clip of stream '"
                    + past.stream() + "' are not numbers; train it again with a lower learning rate");
            return;
        }
        Scores scores = new Scores(model.manifest(), model.profile(), model.compute(), row, 0, 0);
        Label now = labels.label(past.stream(), past.partition(), past.clip().refs(), past.cut(), scores, null);
        take.accept(new Relabelled(past.said(), now, model.manifest(), row.probabilities()));
    }
}
