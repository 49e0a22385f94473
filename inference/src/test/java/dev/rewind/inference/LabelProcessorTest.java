package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.clips.StreamState;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.serving.Scores;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelProcessorTest {
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    @TempDir
    private Path directory;

    @Test
    void cutsTheSameClipAgainWhenTheTransactionOfItsFramesWasAborted() {
        List<byte[]> cut = new ArrayList<>();
        InferenceSettings settings = TestSettings.in(directory);
        LabelProcessor processor = new LabelProcessor(
                BrightnessModel.CLIP,
                settings,
                clip -> {
                    cut.add(clip);
                    return new CompletableFuture<Scores>();
                },
                (partition, offsets) -> Map.of(),
                (label, scores) -> {},
                new LoadWatch(settings.overload()));
        processor.init(contextWithEmptyStores());
        processor.process(fourFrames());
        assertThat(cut).hasSize(1);

        // What Kafka Streams does with the same object when nothing of the above could be committed.
        processor.close();
        processor.init(contextWithEmptyStores());
        processor.process(fourFrames());

        assertThat(cut).hasSize(2);
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

    private static Record<byte[], byte[]> fourFrames() {
        RecordHeaders headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", 0, 0, START, Optional.of(BrightnessModel.CLIP.period()))
                .writeTo("door", headers);
        byte[] jpeg = Jpegs.grey(100);
        return new Record<>(
                "door".getBytes(StandardCharsets.UTF_8),
                Jpegs.joined(jpeg, jpeg, jpeg, jpeg),
                START.toEpochMilli(),
                headers);
    }
}
