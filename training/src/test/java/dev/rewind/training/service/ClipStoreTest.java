package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.training.BlobVideo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipStoreTest {
    @TempDir
    private Path folder;

    private final AtomicInteger decoded = new AtomicInteger();
    private ClipStore store;

    @BeforeEach
    void open() {
        store = store(10, 1000);
    }

    @Test
    void keepsTheBytesAndWhatIsSaidOfThem() throws IOException {
        store.apply(clip("b", "left", 1));
        store.apply(clip("a", "right", 2));

        List<StoredClip> clips = store.clips();
        assertThat(clips).extracting(StoredClip::label).containsExactly("right", "left");
        assertThat(clips).extracting(StoredClip::group).containsExactly("camera", "camera");
        assertThat(Files.readAllBytes(clips.get(1).file())).isEqualTo(BlobVideo.bytes("left", 1));
    }

    @Test
    void replacesByCorrectionsAndForgetsByTombstones() throws IOException {
        store.apply(clip("a", "right", 1));
        store.apply(clip("b", "left", 2));
        store.apply(clip("a", "left", 3));
        store.apply(record("b", null));
        store.apply(record("never seen", null));

        assertThat(store.clips()).extracting(StoredClip::label).containsExactly("left");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void keepsOneFileForOneContentWhileAnyClipNamesIt() throws IOException {
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 1));
        assertThat(files()).isEqualTo(1);

        store.apply(record("a", null));
        assertThat(store.clips().get(0).file()).exists();
        store.apply(record("b", null));
        assertThat(files()).isZero();
    }

    @Test
    void countsACorrectedLabelOnce() {
        store = store(10, 2L * BlobVideo.bytes("left", 1).length);
        for (int i = 0; i < 5; i++) {
            store.apply(clip("a", "left", 1));
        }
        store.apply(clip("b", "left", 2));

        assertThat(store.clips()).hasSize(2);
    }

    @Test
    void refusesWhatDoesNotFitAndSaysWhatToDo() {
        store = store(2, 1000);
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 2));
        assertRefused(clip("c", "left", 3), "2 of at most 2 clips", "tombstones");
        store.apply(clip("b", "right", 4));

        store = store(10, 8);
        store.apply(clip("a", "left", 1));
        assertRefused(clip("b", "left", 2), "6 of at most 8 bytes", "tombstones");
        assertThat(store.clips()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoLabelledClipAndForgetsWhatItReplaces() {
        store.apply(clip("a", "left", 1));

        assertRefused(record("a", "no video".getBytes(StandardCharsets.UTF_8)), "header 'label'");
        assertThat(store.clips()).isEmpty();
        ConsumerRecord<String, byte[]> garbage = record("b", new byte[] {1, 2, 3});
        new LabelledClipHeaders("left", Origin.PERSON, "camera").writeTo(garbage.headers());
        assertRefused(garbage, "cannot be decoded", "no blob video");
        assertRefused(clip(null, "left", 1), "needs a key");
        ConsumerRecord<String, byte[]> empty = record("c", new byte[0]);
        new LabelledClipHeaders("left", Origin.PERSON, "camera").writeTo(empty.headers());
        assertRefused(empty, "no bytes");
        assertThat(store.clips()).isEmpty();
    }

    @Test
    void looksIntoEachContentOnceAndDeletesWhatNobodyNames() throws IOException {
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 2));
        Files.write(folder.resolve("clips/incoming.part"), new byte[1]);

        store = store(10, 1000);
        store.apply(clip("a", "left", 1));
        store.sweep();

        assertThat(decoded).hasValue(2);
        assertThat(files()).isEqualTo(1);
    }

    private void assertRefused(ConsumerRecord<String, byte[]> record, String... parts) {
        assertThatThrownBy(() -> store.apply(record))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContainingAll(parts);
    }

    private ClipStore store(int maxClips, long maxBytes) {
        TrainingServiceSettings settings =
                new TrainingServiceSettings(folder, folder, 2, 1, 0.5, maxClips, maxBytes, BlobVideo.settings(1));
        return new ClipStore(settings, file -> {
            BlobVideo.read(file, 8, 8);
            decoded.incrementAndGet();
        });
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("clips"))) {
            return files.count();
        }
    }

    private static ConsumerRecord<String, byte[]> clip(String id, String label, long seed) {
        ConsumerRecord<String, byte[]> record = record(id, BlobVideo.bytes(label, seed));
        new LabelledClipHeaders(label, Origin.PERSON, "camera").writeTo(record.headers());
        return record;
    }

    private static ConsumerRecord<String, byte[]> record(String id, byte[] value) {
        return new ConsumerRecord<>("labelled-clips", 0, 0, id, value);
    }
}
