package dev.rewind.inference;

import dev.rewind.inference.clips.StreamState;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.serving.LabelListener;
import dev.rewind.inference.serving.Scorer;
import dev.rewind.inference.smoothing.StreamScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import dev.rewind.topics.frames.FrameArchive;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** The way from {@code frames} to {@code labels} and {@code dead-letters}, with three small logged stores. */
final class LabelTopology {
    static final String STREAMS = "streams";
    static final String PENDING = "pending";
    static final String SCORES = "scores";
    static final Set<String> STORES = Set.of(STREAMS, PENDING, SCORES);
    static final String LABELS = "to-labels";
    static final String DEAD_LETTERS = "to-dead-letters";
    static final String PROGRESS = "to-progress";
    static final String EVENTS = "to-events";

    /**
     * The stores lie in memory and are read back from their changelogs whenever a partition moves. What counts then is
     * how much was written since the broker last compacted them, so that it is told to do so early and often.
     */
    static final Map<String, String> CHANGELOG = Map.of(
            TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT,
            TopicConfig.SEGMENT_BYTES_CONFIG, "8388608",
            TopicConfig.SEGMENT_MS_CONFIG, "600000",
            TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG, "0.1",
            TopicConfig.DELETE_RETENTION_MS_CONFIG, "600000");

    private LabelTopology() {}

    static Topology build(
            ClipSpec spec, InferenceSettings settings, Scorer scorer, FrameArchive archive, LabelListener listener) {
        return build(spec, settings, scorer, archive, listener, new LoadWatch(settings.overload()));
    }

    /** As above, with a watch that others look at, too. */
    static Topology build(
            ClipSpec spec,
            InferenceSettings settings,
            Scorer scorer,
            FrameArchive archive,
            LabelListener listener,
            LoadWatch load) {
        ThreadLocal<CommitPace> paces = ThreadLocal.withInitial(CommitPace::new);
        return new Topology()
                .addSource(LabelTopology::timestamp, "frames", Topic.FRAMES.topicName())
                .addProcessor(
                        "label",
                        () -> new LabelProcessor(spec, settings, scorer, archive, listener, load, paces.get()),
                        "frames")
                .addStateStore(store(STREAMS, Serdes.String(), JsonSerde.of(StreamState.class)), "label")
                .addStateStore(store(PENDING, Serdes.Long(), JsonSerde.of(StoredClip.class)), "label")
                // There without smoothing, too: processes that share the work must agree on their stores.
                .addStateStore(store(SCORES, Serdes.String(), JsonSerde.of(StreamScores.class)), "label")
                .addSink(LABELS, Topic.LABELS.topicName(), "label")
                .addSink(DEAD_LETTERS, Topic.DEAD_LETTERS.topicName(), "label")
                .addSink(PROGRESS, Topic.PROGRESS.topicName(), "label")
                .addSink(EVENTS, Topic.EVENTS.topicName(), "label");
    }

    /** Kafka Streams would drop a record without a timestamp in silence. */
    private static long timestamp(ConsumerRecord<Object, Object> record, long partitionTime) {
        return record.timestamp() < 0 ? System.currentTimeMillis() : record.timestamp();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withCachingDisabled()
                .withLoggingEnabled(CHANGELOG);
    }
}
