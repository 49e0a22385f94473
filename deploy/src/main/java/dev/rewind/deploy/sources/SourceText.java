package dev.rewind.deploy.sources;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import dev.rewind.topics.sources.SourceStatus;
import dev.rewind.topics.sources.StreamProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/** What every table of sources says in the same words. */
final class SourceText {
    static final JsonMapper JSON = new JsonMapper();

    private static final String NONE = "-";

    private SourceText() {}

    static String state(SourceStatus source) {
        return source.state().name().toLowerCase(Locale.ROOT);
    }

    static String orNone(String text) {
        return text == null ? NONE : text;
    }

    static String url(SourceStatus source) {
        return source.source() == null ? NONE : source.source().url();
    }

    /** A whole number of the stream's figures. */
    static String count(SourceStatus source, String figure) {
        Double value = source.figures().get(figure);
        return value == null ? NONE : Long.toString(Math.round(value));
    }

    /** Frames a second, of a stream that runs. */
    static String rate(SourceStatus source) {
        Double value = source.figures().get(StreamProgress.FRAMES_PER_SECOND);
        return value == null || source.state() != SourceStatus.State.RUNNING
                ? NONE
                : String.format(Locale.ROOT, "%.1f", value);
    }

    static JsonNode json(SourceStatus source) {
        try (var serializer = JsonSerde.of(SourceStatus.class).serializer()) {
            return JSON.readTree(serializer.serialize(Topic.SOURCES.topicName(), source));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
