package dev.rewind.inference;

import dev.rewind.inference.clips.Irregularities;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Says on {@code progress} what keeps the frames of a stream from being one row, as the job {@code clips/STREAM}: soon
 * after it began, and then every ten seconds while it goes on.
 */
final class IrregularityReports {
    private static final long EVERY_MILLIS = Duration.ofSeconds(10).toMillis();

    private final ProcessorContext<byte[], byte[]> context;
    private final Serializer<Progress> json = JsonSerde.of(Progress.class).serializer();
    private final Map<String, Irregularities> told = new HashMap<>();
    private final Map<String, Irregularities> untold = new HashMap<>();
    private final Map<String, Long> toldAt = new HashMap<>();

    IrregularityReports(ProcessorContext<byte[], byte[]> context) {
        this.context = context;
    }

    /** Takes note of how a stream stands. */
    void saw(String stream, Irregularities found) {
        if (!found.equals(told.getOrDefault(stream, Irregularities.NONE))) {
            untold.put(stream, found);
        }
    }

    /** Sends what is new, of each stream at most every so often. */
    void tell(long now) {
        untold.entrySet().removeIf(each -> {
            String stream = each.getKey();
            if (now - toldAt.getOrDefault(stream, Long.MIN_VALUE / 2) < EVERY_MILLIS) {
                return false;
            }
            send(stream, each.getValue(), now);
            told.put(stream, each.getValue());
            toldAt.put(stream, now);
            return true;
        });
    }

    /** The stream is long gone. */
    void forget(String stream) {
        told.remove(stream);
        untold.remove(stream);
        toldAt.remove(stream);
    }

    private void send(String stream, Irregularities found, long now) {
        Progress progress = new Progress(
                "clips/" + stream,
                Progress.State.RUNNING,
                detail(found),
                Instant.ofEpochMilli(now),
                Map.of(
                        "repeated", (double) found.repeated(),
                        "late", (double) found.late(),
                        "foreign", (double) found.foreign(),
                        "gaps", (double) found.gaps(),
                        "jumps", (double) found.jumps()));
        byte[] key = progress.job().getBytes(StandardCharsets.UTF_8);
        byte[] value = json.serialize(Topic.PROGRESS.topicName(), progress);
        context.forward(new Record<>(key, value, now, new RecordHeaders()), LabelTopology.PROGRESS);
    }

    private static String detail(Irregularities found) {
        String all = "left out " + found.repeated() + " frames seen before, " + found.late() + " that came late and "
                + found.foreign() + " of an older epoch or another source; clips began again after " + found.gaps()
                + " gaps and " + found.jumps() + " leaps of the capture time";
        return found.foreign() == 0 ? all : all + "; two producers send this stream: give each a stream id of its own";
    }
}
