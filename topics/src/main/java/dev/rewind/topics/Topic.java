package dev.rewind.topics;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Every topic of the system, with the settings it is created with. Producers, consumers and the broker's set-up all take
 * names from here.
 */
public enum Topic {
    /** Wanted state of each video source: stream id to {@link dev.rewind.topics.sources.SourceSpec}. */
    SOURCES("sources", Cleanup.COMPACT),
    /** Stream id to one JPEG, or a bundle of consecutive sampled frames; see {@link FrameHeaders}. */
    FRAMES("frames", Cleanup.KEEP_ONE_DAY),
    /** Stream id to {@link Label}. */
    LABELS("labels", Cleanup.KEEP_ONE_WEEK),
    /** Stream id to {@link ActionEvent}, where somebody asked for events. */
    EVENTS("events", Cleanup.KEEP_ONE_WEEK),
    /** Clip id to the clip's bytes; its label, origin and group in headers, see {@link LabelledClipHeaders}. */
    LABELLED_CLIPS("labelled-clips", Cleanup.COMPACT),
    /** Model version to {@link dev.rewind.topics.models.ModelRecord}; one partition, for the last live one serves. */
    MODELS("models", Cleanup.COMPACT, 1),
    /** Model version and chunk number to bytes of the weights file. */
    MODEL_WEIGHTS("model-weights", Cleanup.COMPACT),
    /** Clip id to {@link Question}: clips whose label a person should give; deleted once one is given. */
    QUESTIONS("questions", Cleanup.COMPACT),
    /** Job or stream id to {@link Progress}. */
    PROGRESS("progress", Cleanup.COMPACT_SOON),
    /** The key and bytes of a record that could not be read, with the reason in headers; see {@link DeadLetterHeaders}. */
    DEAD_LETTERS("dead-letters", Cleanup.KEEP_ONE_WEEK);

    private final String topicName;
    private final Cleanup cleanup;
    private final int mostPartitions;

    Topic(String topicName, Cleanup cleanup) {
        this(topicName, cleanup, Integer.MAX_VALUE);
    }

    Topic(String topicName, Cleanup cleanup, int mostPartitions) {
        this.topicName = topicName;
        this.cleanup = cleanup;
        this.mostPartitions = mostPartitions;
    }

    /** The name on the broker, such as {@code labelled-clips}. */
    public String topicName() {
        return topicName;
    }

    /**
     * The description to create this topic from.
     *
     * @param partitions how many partitions; streams spread over them by key. A topic that tells a story has one
     * @param replication replicas of each partition; 1 for the embedded broker
     */
    public NewTopic description(int partitions, short replication) {
        return new NewTopic(topicName, Math.min(partitions, mostPartitions), replication).configs(cleanup.settings);
    }

    private enum Cleanup {
        COMPACT(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)),
        /** For a topic that says the same again and again, and is read from its beginning: it must stay short. */
        COMPACT_SOON(Map.of(
                TopicConfig.CLEANUP_POLICY_CONFIG,
                TopicConfig.CLEANUP_POLICY_COMPACT,
                TopicConfig.SEGMENT_BYTES_CONFIG,
                Integer.toString(4 << 20))),
        KEEP_ONE_DAY(retention(1)),
        KEEP_ONE_WEEK(retention(7));

        @SuppressWarnings("ImmutableEnumChecker") // only ever the JDK's immutable maps
        private final Map<String, String> settings;

        Cleanup(Map<String, String> settings) {
            this.settings = settings;
        }

        private static Map<String, String> retention(int days) {
            return Map.of(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    TopicConfig.CLEANUP_POLICY_DELETE,
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(days * 86_400_000L));
        }
    }
}
