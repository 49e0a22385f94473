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
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Label(
        String stream, Instant from, Instant to, List<Score> top, Model model, Lineage lineage, Latency latency) {
    public Label {
        Objects.requireNonNull(stream, "stream");
        Objects.requireNonNull(from, "from");
        Objects.requireNonNull(to, "to");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(lineage, "lineage");
        top = List.copyOf(top);
        if (top.isEmpty()) {
            throw new IllegalArgumentException("a label of stream '" + stream + "' needs at least one score");
        }
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
     */
    public record Model(String version, String sha256) {}

    /**
     * Where the clip's frames lie on the {@code frames} topic.
     *
     * @param partition the partition
     * @param firstOffset offset of the record that holds the clip's first frame
     * @param lastOffset offset of the record that holds its last frame
     * @param frames how many frames of the stream the clip holds; fewer than the model's clip length when the stream
     *     went idle and the last frame was repeated
     */
    public record Lineage(int partition, long firstOffset, long lastOffset, int frames) {}

    /**
     * Milliseconds a clip spent in each stage, from the capture of its last frame on.
     *
     * @param transport capture of the last frame until inference read it
     * @param queued clip complete until its batch began
     * @param computed the batch's time in the model
     * @param total capture of the last frame until the label was sent
     */
    public record Latency(long transport, long queued, long computed, long total) {}
}
