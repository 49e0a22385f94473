package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceFeed;
import dev.rewind.topics.sources.SourceSpec;
import java.util.Map;

/**
 * The sources of a cluster.
 *
 * @param connection to it
 */
record Wanted(KafkaConnection connection) {
    /** Those of the cluster that the user named. */
    static Wanted of(KafkaOptions kafka) {
        KafkaConnection connection = kafka.connectionOrLocal();
        TopicSetup.ensure(connection, kafka.layout());
        return new Wanted(connection);
    }

    /** What there is now. */
    SourceCatalog catalog() {
        return SourceFeed.read(connection);
    }

    /**
     * Writes sources, and returns when the broker has them.
     *
     * @param sources by stream; null removes one
     */
    void write(Map<String, SourceSpec> sources) {
        try (RecordPublisher publisher = new RecordPublisher(connection, "rewind-sources")) {
            sources.forEach((stream, source) -> publisher.sendJson(Topic.SOURCES, stream, source));
        }
    }
}
