package dev.rewind.topics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * What a model saw in one clip of a stream: the value of the {@code labels} topic. {@link Lineage} and {@link Model} lead
 * back to the very bytes and weights.
 *
 * @param stream the stream id, which is also the record's key
 * @param from when the clip's first frame was captured
 * @param to when the clip's last frame was captured
 * @param top the most likely classes, best first
 * @param model what computed the scores
 * @param lineage where the clip's frames lie on {@code frames}
 * @param latency where the time went
 * @param smoothed the most likely classes over the last while, best first; null unless somebody asked for it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Label(
        String stream,
        Instant from,
        Instant to,
        List<Score> top,
        Model model,
        Lineage lineage,
        Latency latency,
        List<Score> smoothed) {
    public Label {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(lineage, "lineage");
        top = List.copyOf(top);
        smoothed = smoothed == null ? null : List.copyOf(smoothed);
        if (top.isEmpty()) {
            throw new IllegalArgumentException("a label of stream '" + stream + "' needs at least one score");
        }
    }

    /** A label of its clip alone. */
    public Label(
            String stream, Instant from, Instant to, List<Score> top, Model model, Lineage lineage, Latency latency) {
        this(stream, from, to, top, model, lineage, latency, null);
    }

    /** The same label, with scores over the last while. */
    public Label withSmoothed(List<Score> scores) {
        return new Label(stream, from, to, top, model, lineage, latency, scores);
    }

    /**
     * One class and its softmax probability.
     *
     * @param label the class name
     * @param score probability in [0, 1]
     */
    public record Score(String label, double score) {}

    /**
     * The model a label came from.
     *
     * @param version the manifest's version
     * @param sha256 of the weights file, lower-case hexadecimal
     * @param compute how its network was computed; null on a label of an older inference, and where the model did not say
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Model(String version, String sha256, Compute compute) {
        /** A model of which nobody says how it was computed. */
        public Model(String version, String sha256) {
            this(version, sha256, null);
        }
    }

    /**
     * How a network was computed: the same weights give slightly other scores elsewhere.
     *
     * @param device {@code cpu}, or {@code gpu:0} for the first of the machine
     * @param kernels {@code fast} or {@code plain}
     * @param dtype number format of the matrix products: {@code fp32} or {@code bf16}
     */
    public record Compute(String device, String kernels, String dtype) {}

    /**
     * Where the clip's frames lie on the {@code frames} topic.
     *
     * @param partition the partition
     * @param firstOffset offset of the record that holds the clip's first frame
     * @param lastOffset offset of the record that holds its last frame
     * @param frames how many frames of the stream the model saw; fewer than it takes when the stream went idle and the last
     *     one was repeated, or when shorter clips were asked for
     * @param places which frames they are; null on a label of an older inference: then it may be any of those between
     * @param cut how the clip was cut; null where it was as the model asks for, each beginning half a clip after the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Lineage(int partition, long firstOffset, long lastOffset, int frames, FramePlaces places, Cut cut) {
        /** What older labels say. */
        public Lineage(int partition, long firstOffset, long lastOffset, int frames) {
            this(partition, firstOffset, lastOffset, frames, null, null);
        }
    }

    /**
     * How a clip was cut where somebody asked for something else than the model does.
     *
     * @param length frames of the stream that a clip spans
     * @param stride frames between the beginnings of consecutive clips
     * @param rate frames a second that clips are cut from; null for as many as the model asks for
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Cut(int length, int stride, Double rate) {}

    /**
     * Milliseconds a clip spent in each stage, from the capture of its last frame on; each stage begins where the one
     * before ends, so that they add up to the total. The clocks of several machines meet in the first three: where they
     * disagree, no stage takes less than nothing. A null means that nobody said, and the stage is part of the next.
     *
     * @param decoded capture of the last frame until ingest had decoded it
     * @param produced decoded until ingest gave it to Kafka, in a record with its neighbours
     * @param transport produced until inference read it: the broker, and the wait behind other records
     * @param assembled read until the clip was complete; where a stream fell silent, mostly the wait for more of it
     * @param queued clip complete until its batch began
     * @param computed the batch's time in the model
     * @param sent scores there until the label was sent: in the order of the partition
     * @param total capture of the last frame until the label was sent
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Latency(
            Long decoded,
            Long produced,
            long transport,
            Long assembled,
            long queued,
            long computed,
            Long sent,
            long total) {
        /** What older labels say: their transport begins with the capture, and they leave out what is not said here. */
        public Latency(long transport, long queued, long computed, long total) {
            this(null, null, transport, null, queued, computed, null, total);
        }
    }
}
