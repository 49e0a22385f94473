package dev.rewind.inference;

import dev.rewind.inference.clips.StreamState;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import dev.rewind.topics.frames.KafkaFrameArchive;
import java.time.Duration;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** A process of a version that did not smooth, and had no store for it; whoever smooths shares its group. */
final class OlderInference implements AutoCloseable {
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(30);

    private final ModelServer models;
    private final KafkaStreams streams;

    /** Begins to label. */
    OlderInference(KafkaConnection connection, InferenceSettings settings) {
        FunctionModel brightness = new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities);
        models = new ModelServer(connection, settings.serving(), brightness, record -> {
            throw new IllegalStateException("no other model is expected");
        });
        LoadWatch load = new LoadWatch(settings.overload());
        CommitPace pace = new CommitPace(); // of its one stream thread
        Topology topology = new Topology()
                .addSource("frames", Topic.FRAMES.topicName())
                .addProcessor(
                        "label",
                        () -> new LabelProcessor(
                                BrightnessModel.CLIP,
                                settings,
                                models.scorer(),
                                new KafkaFrameArchive(connection),
                                (label, scores) -> {},
                                load,
                                pace),
                        "frames")
                .addStateStore(store(LabelTopology.STREAMS, Serdes.String(), JsonSerde.of(StreamState.class)), "label")
                .addStateStore(store(LabelTopology.PENDING, Serdes.Long(), JsonSerde.of(StoredClip.class)), "label")
                .addSink(LabelTopology.LABELS, Topic.LABELS.topicName(), "label")
                .addSink(LabelTopology.DEAD_LETTERS, Topic.DEAD_LETTERS.topicName(), "label")
                .addSink(LabelTopology.PROGRESS, Topic.PROGRESS.topicName(), "label");
        streams = new KafkaStreams(topology, StreamsConfiguration.of(connection, settings, Duration.ofMillis(1)));
        streams.start();
    }

    boolean isRunning() {
        return streams.state() == KafkaStreams.State.RUNNING;
    }

    /** Leaves the group. */
    @Override
    public void close() {
        var leaving = CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP);
        streams.close(leaving.withTimeout(CLOSE_WITHIN));
        models.close();
    }

    private static <K, V> StoreBuilder<KeyValueStore<K, V>> store(String name, Serde<K> keys, Serde<V> values) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withCachingDisabled();
    }
}
