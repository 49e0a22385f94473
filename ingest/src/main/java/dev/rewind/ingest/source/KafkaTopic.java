package dev.rewind.ingest.source;

/** The records of a topic of the same cluster, each of which is a whole video or a JPEG. */
public record KafkaTopic(String stream, String topic) implements Source {
    @Override
    public String redacted() {
        return "kafka:" + topic;
    }
}
