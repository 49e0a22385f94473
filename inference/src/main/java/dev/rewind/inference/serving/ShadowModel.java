package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.ShadowReport;
import java.util.List;
import java.util.Optional;

/**
 * The place of a model that is tried beside the live one, on the same clips; nobody sees its labels. It computes on the
 * thread of the first device, after the labels of a batch are out: whenever no clip waits, and while clips always wait
 * after every eighth batch, so that it costs a busy machine little and an idle one nothing.
 */
final class ShadowModel implements AutoCloseable {
    static final int SHARE_WHEN_BUSY = 8;

    private static final double NANOS_PER_MILLI = 1e6;

    /** Null while none is tried. */
    private ClipModel model;

    private String failure;
    private int passedOver;
    private long clips;
    private long agreed;
    private double liveMillis;
    private double shadowMillis;

    /** Begins to try a model, which is closed with this place unless it is taken out. */
    synchronized void begin(ClipModel next) {
        model = next;
        failure = null;
        compareAnew();
    }

    /** Forgets what was compared: another model is live. */
    synchronized void compareAnew() {
        passedOver = 0;
        clips = 0;
        agreed = 0;
        liveMillis = 0;
        shadowMillis = 0;
    }

    /** Takes the model out, when the batch that it may be computing is done. */
    synchronized Optional<ClipModel> end() {
        ClipModel ended = model;
        model = null;
        return Optional.ofNullable(ended);
    }

    /** What is tried. */
    synchronized Optional<ModelManifest> manifest() {
        return Optional.ofNullable(model).map(ClipModel::manifest);
    }

    /** Why the model cannot even be compared. */
    synchronized Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** How it compares so far; empty before the first clip. */
    synchronized Optional<ShadowReport> report(String instance) {
        return model == null || clips == 0
                ? Optional.empty()
                : Optional.of(new ShadowReport(
                        model.manifest().version(), instance, clips, agreed, liveMillis, shadowMillis));
    }

    /**
     * Labels a batch that the live model has labelled, if it is this model's turn.
     *
     * @param idle whether no clip waits for the live model
     */
    synchronized void compare(ScoredBatch live, boolean idle) {
        if (model == null || failure != null) {
            return;
        }
        passedOver++;
        if (!idle && passedOver < SHARE_WHEN_BUSY) {
            return;
        }
        passedOver = 0;
        try {
            long begun = System.nanoTime();
            ClipSpec spec = model.manifest().clip();
            List<ClipScores> rows = model.score(
                    live.clips().stream().map(clip -> clip.forModel(spec)).toList());
            add(live, rows, System.nanoTime() - begun);
        } catch (RuntimeException | Error e) {
            failure = "failed on a batch of " + live.clips().size() + " live clips: " + e;
        }
    }

    private void add(ScoredBatch live, List<ClipScores> rows, long nanos) {
        for (int i = 0; i < rows.size(); i++) {
            if (!rows.get(i).areNumbers()) {
                failure = "gave scores of a live clip that are not numbers";
                return;
            }
            String said = top(live.model(), live.rows().get(i));
            agreed += said.equals(top(model.manifest(), rows.get(i))) ? 1 : 0;
        }
        clips += rows.size();
        liveMillis += live.nanos() / NANOS_PER_MILLI;
        shadowMillis += nanos / NANOS_PER_MILLI;
    }

    /** By name: models order their classes as they like. */
    private static String top(ModelManifest manifest, ClipScores scores) {
        return manifest.classes().get(scores.top());
    }

    @Override
    public void close() {
        end().ifPresent(ClipModel::close);
    }
}
