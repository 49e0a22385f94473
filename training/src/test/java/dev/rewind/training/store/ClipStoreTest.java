package dev.rewind.training.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.Jpegs;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.Recording;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipStoreTest {
    private static final int FRAME_BYTES = 8 * 8 * 3;

    /** Of a blob video of twelve frames. */
    private static final long FILE_BYTES = 20 + 12L * (8 + FRAME_BYTES);

    @TempDir
    private Path folder;

    private final AtomicInteger decoded = new AtomicInteger();
    private ClipStore store;

    @BeforeEach
    void open() {
        store = store(10, 1 << 20, 128);
    }

    @Test
    void keepsTheDecodedFramesAndWhatIsSaidOfThem() {
        store.apply(clip("b", "left", 1));
        store.apply(clip("a", "right", 2));

        List<StoredClip> clips = store.clips();
        assertThat(clips).extracting(StoredClip::id).containsExactly("a", "b");
        assertThat(clips).extracting(StoredClip::label).containsExactly("right", "left");
        assertThat(clips).extracting(StoredClip::group).containsExactly("kitchen", "kitchen");
        assertThat(clips).extracting(StoredClip::bytes).containsExactly(FILE_BYTES, FILE_BYTES);
        MappedFrames kept = MappedFrames.open(clips.get(1).file());
        Recording whole = BlobVideo.read(video("left", 1), 8, 8);
        assertThat(kept.shape()).isEqualTo(whole.shape());
        assertThat(kept.times()).isEqualTo(whole.times());
        for (int i = 0; i < whole.frames().size(); i++) {
            byte[] frame = new byte[FRAME_BYTES + 1];
            kept.copy(i, frame, 1);
            assertThat(Arrays.copyOfRange(frame, 1, frame.length))
                    .isEqualTo(whole.frames().get(i));
        }
    }

    @Test
    void keepsHeldOutClipsAsTheyAreServedAndOthersAsTheyAreTrained() {
        for (int i = 0; i < 10; i++) {
            ConsumerRecord<String, byte[]> record = record("clip " + i, BlobVideo.bytes("left", i));
            new LabelledClipHeaders("left", Origin.PERSON, "camera " + i).writeTo(record.headers());
            store.apply(record);
        }

        HeldOut split = new HeldOut(0.5);
        assertThat(store.clips()).extracting(StoredClip::held).contains(true, false);
        for (StoredClip clip : store.clips()) {
            assertThat(clip.held()).isEqualTo(split.holds(clip.group()));
            assertThat(MappedFrames.open(clip.file()).shape())
                    .isEqualTo(clip.held() ? new FrameShape(6, 6) : new FrameShape(8, 8));
        }
    }

    @Test
    void keepsFramesOfALongClipEvenlySpread() {
        store = store(10, 1 << 20, 4);
        store.apply(clip("a", "left", 1));

        MappedFrames kept = MappedFrames.open(store.clips().get(0).file());
        assertThat(kept.times()).extracting(Duration::toMillis).containsExactly(0L, 300L, 700L, 1100L);
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
        store = store(10, 2 * FILE_BYTES, 128);
        for (int i = 0; i < 5; i++) {
            store.apply(clip("a", "left", 1));
        }
        store.apply(clip("b", "left", 2));

        assertThat(store.clips()).hasSize(2);
    }

    @Test
    void refusesWhatDoesNotFitAndSaysWhatToDo() {
        store = store(2, 1 << 20, 128);
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 2));
        assertRefused(clip("c", "left", 3), "2 of at most 2 clips", "tombstones");
        store.apply(clip("b", "right", 4));

        store = store(10, FILE_BYTES + 1, 128);
        store.apply(clip("a", "left", 1));
        assertRefused(clip("b", "left", 2), FILE_BYTES + " of at most " + (FILE_BYTES + 1) + " bytes", "tombstones");
        assertThat(store.clips()).hasSize(1);
    }

    @Test
    void refusesWhatIsNoLabelledClipAndForgetsWhatItReplaces() {
        store.apply(clip("a", "left", 1));

        assertRefused(record("a", "no video".getBytes(StandardCharsets.UTF_8)), "header 'label'");
        assertThat(store.clips()).isEmpty();
        ConsumerRecord<String, byte[]> garbage = record("b", new byte[] {1, 2, 3});
        new LabelledClipHeaders("left", Origin.PERSON, "kitchen").writeTo(garbage.headers());
        assertRefused(garbage, "cannot be decoded", "no blob video");
        assertRefused(clip(null, "left", 1), "needs a key");
        ConsumerRecord<String, byte[]> empty = record("c", new byte[0]);
        new LabelledClipHeaders("left", Origin.PERSON, "kitchen").writeTo(empty.headers());
        assertRefused(empty, "no bytes");
        assertThat(store.clips()).isEmpty();
    }

    @Test
    void decodesMotionJpegByItself() {
        ConsumerRecord<String, byte[]> record = record("a", Jpegs.oneAfterAnother(3, 32, 24));
        new LabelledClipHeaders("left", Origin.PERSON, "kitchen", Optional.of("video/x-motion-jpeg"), Optional.empty())
                .writeTo(record.headers());
        assertRefused(record, "3 JPEGs", "ce_periodus");
        record.headers().add("ce_periodus", "40000".getBytes(StandardCharsets.UTF_8));
        store.apply(record);

        MappedFrames kept = MappedFrames.open(store.clips().get(0).file());
        assertThat(kept.times()).extracting(Duration::toMillis).containsExactly(0L, 40L, 80L);
        assertThat(kept.shape()).isEqualTo(new FrameShape(8, 8));
        byte[] last = new byte[FRAME_BYTES];
        kept.copy(2, last, 0);
        assertThat(last[0] & 0xFF).isCloseTo(2 * Jpegs.STEP, within(8));
        assertThat(decoded).hasValue(0);
    }

    @Test
    void decodesNothingTwiceAndDeletesWhatNobodyNames() throws IOException {
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 2));
        Files.write(folder.resolve("clips/incoming.part"), new byte[1]);

        store = store(10, 1 << 20, 128);
        store.apply(clip("a", "left", 1));
        store.sweep();

        assertThat(decoded).hasValue(2);
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void noticesLostAndDamagedFilesAndMakesThemAgain() throws IOException {
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 2));
        assertThat(store.hasLost()).isFalse();
        Files.delete(store.clips().get(0).file());
        assertThat(store.hasLost()).isTrue();
        Path cut = store.clips().get(1).file();
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 100));
        assertThatThrownBy(() -> MappedFrames.open(cut))
                .hasMessageContainingAll("100 bytes instead of", "start training");

        store = store(10, 1 << 20, 128);
        store.apply(clip("a", "left", 1));
        store.apply(clip("b", "left", 2));

        assertThat(decoded).hasValue(4);
        assertThat(store.hasLost()).isFalse();
    }

    private void assertRefused(ConsumerRecord<String, byte[]> record, String... parts) {
        assertThatThrownBy(() -> store.apply(record))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContainingAll(parts);
    }

    /** Clips to learn from in 8 x 8 pixels, clips held out in 6 x 6; the group "kitchen" is not held out. */
    private ClipStore store(int clips, long bytes, int frames) {
        StoredFootage footage = new StoredFootage(square(8), square(6));
        return new ClipStore(
                folder.resolve("clips"),
                new StoreLimits(clips, bytes, frames),
                footage,
                new HeldOut(0.5),
                (file, scaling) -> {
                    Recording recording = BlobVideo.read(file, scaling);
                    decoded.incrementAndGet();
                    return recording;
                });
    }

    private static Footage square(int side) {
        return new Footage(new Scaling.Stretch(new FrameShape(side, side)), false);
    }

    private Path video(String label, long seed) {
        try {
            return Files.write(folder.resolve("video"), BlobVideo.bytes(label, seed));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("clips"))) {
            return files.filter(file -> !file.toString().endsWith(".part")).count();
        }
    }

    private static ConsumerRecord<String, byte[]> clip(String id, String label, long seed) {
        ConsumerRecord<String, byte[]> record = record(id, BlobVideo.bytes(label, seed));
        new LabelledClipHeaders(label, Origin.PERSON, "kitchen").writeTo(record.headers());
        return record;
    }

    private static ConsumerRecord<String, byte[]> record(String id, byte[] value) {
        return new ConsumerRecord<>("labelled-clips", 0, 0, id, value);
    }
}
