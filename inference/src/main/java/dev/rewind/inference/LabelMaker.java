package dev.rewind.inference;

import dev.rewind.inference.clips.FrameRef;
import dev.rewind.inference.serving.Scores;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.Label;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Turns a clip's scores into its label, with the classes and the name of the model that gave them. */
public final class LabelMaker {
    private final int topK;

    /** @param topK classes of each label */
    public LabelMaker(int topK) {
        this.topK = topK;
    }

    /**
     * The label of a clip.
     *
     * @param partition of {@code frames}
     * @param now when the label is sent, in milliseconds since 1970
     */
    Label label(PendingClips.Scored scored, int partition, long now) {
        List<FrameRef> frames = scored.clip().frames();
        long captured = frames.get(frames.size() - 1).at() / 1000;
        Label.Latency latency = scored.arrival().latency(captured, scored.completeAt(), scored.scores(), now);
        return label(scored.clip().stream(), partition, frames, scored.clip().cut(), scored.scores(), latency);
    }

    /**
     * The label of a clip, whenever it was scored.
     *
     * @param partition of {@code frames}
     * @param frames of the clip, in order
     * @param cut how it was cut; null where that was as the model asks for
     * @param latency null where nobody waited for it
     * @throws InferenceException if the model names other classes than it scored
     */
    public Label label(
            String stream, int partition, List<FrameRef> frames, Label.Cut cut, Scores scores, Label.Latency latency) {
        ModelManifest model = scores.model();
        FrameRef first = frames.get(0);
        FrameRef last = frames.get(frames.size() - 1);
        return new Label(
                stream,
                instant(first.at()),
                instant(last.at()),
                top(model, scores.clip().probabilities()),
                new Label.Model(model.version(), model.sha256(), compute(scores)),
                lineage(partition, frames, cut),
                latency);
    }

    private List<Label.Score> top(ModelManifest model, float[] probabilities) {
        List<String> classes = model.classes();
        if (probabilities.length != classes.size()) {
            throw new InferenceException(
                    "model " + model.version() + " names " + classes.size() + " classes, but gave "
                            + probabilities.length + " scores; its folder is damaged, train or fetch it again",
                    null);
        }
        return IntStream.range(0, probabilities.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -probabilities[i]))
                .limit(topK)
                .map(i -> new Label.Score(classes.get(i), probabilities[i]))
                .toList();
    }

    private static Label.Compute compute(Scores scores) {
        return scores.compute()
                .map(compute -> new Label.Compute(
                        compute.device().toString(),
                        compute.kind().name().toLowerCase(Locale.ROOT),
                        compute.dtype().name().toLowerCase(Locale.ROOT)))
                .orElse(null);
    }

    private static Label.Lineage lineage(int partition, List<FrameRef> frames, Label.Cut cut) {
        return new Label.Lineage(
                partition,
                frames.get(0).offset(),
                frames.get(frames.size() - 1).offset(),
                (int) frames.stream().distinct().count(),
                places(frames),
                cut);
    }

    private static FramePlaces places(List<FrameRef> frames) {
        return new FramePlaces(frames.stream()
                .map(frame -> new FramePlaces.Place(frame.offset(), frame.index()))
                .toList());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
