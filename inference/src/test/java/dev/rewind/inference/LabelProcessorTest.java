package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.clips.StreamState;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.serving.Scores;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelProcessorTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private Path directory;

    @Test
    void leavesAPartitionWhoseTransactionFailedToANewThread() {
        InferenceSettings settings = TestSettings.in(directory);
        LabelProcessor processor = new LabelProcessor(
                BrightnessModel.CLIP,
                settings,
                clip -> new CompletableFuture<Scores>(),
                (partition, offsets) -> Map.of(),
                (label, scores) -> {},
                new LoadWatch(settings.overload()),
                new CommitPace());
        processor.init(contextWithEmptyStores());

        // What Kafka Streams does with the same object when its transaction could not be committed.
        processor.close();
        assertThatThrownBy(() -> processor.init(contextWithEmptyStores()))
                .isInstanceOf(RevivedTaskException.class)
                .hasMessageContaining("partition 0 of 'frames'");
    }

    private MockProcessorContext<byte[], byte[]> contextWithEmptyStores() {
        var context = new MockProcessorContext<byte[], byte[]>(new Properties(), new TaskId(0, 0), directory.toFile());
        context.setCurrentSystemTimeMs(START.toEpochMilli());
        context.setRecordMetadata(Topic.FRAMES.topicName(), 0, 0);
        addStore(context, LabelTopology.STREAMS, Serdes.String(), JsonSerde.of(StreamState.class));
        addStore(context, LabelTopology.PENDING, Serdes.Long(), JsonSerde.of(StoredClip.class));
        return context;
    }

    private static <K, V> void addStore(
            MockProcessorContext<byte[], byte[]> context, String name, Serde<K> keys, Serde<V> values) {
        KeyValueStore<K, V> store = Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, values)
                .withLoggingDisabled()
                .build();
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
    }
}
