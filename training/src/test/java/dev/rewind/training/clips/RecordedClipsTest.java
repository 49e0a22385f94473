package dev.rewind.training.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.training.BlobVideo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordedClipsTest {
    private static final ClipSpec SPEC = BlobVideo.CLIP;
    private static final Footage LIVE = Footage.live(SPEC);
    private static final int RECORDING_BYTES = 12 * 16 * 16 * 3;

    @TempDir
    private Path folder;

    @Test
    void givesEveryRecordingUnderItsLabel() throws IOException {
        List<Integer> told = new ArrayList<>();
        RecordedClips clips = RecordedClips.decode(
                List.of(entry("right", 1), entry("left", 2)), BlobVideo.CLASSES, LIVE, BlobVideo::read, told::add);

        assertThat(told).containsExactly(1, 2);
        assertThat(clips.size()).isEqualTo(2);
        assertThat(clips.fixed(0, SPEC).label()).isEqualTo(1);
        assertThat(clips.fixed(1, SPEC).label()).isEqualTo(0);
        assertThat(clips.fixed(1, SPEC).rgb()).hasSize(SPEC.bytes());
        assertThat(clips.medianLength()).hasMillis(1100);
    }

    @Test
    void givesSomeOfItsRecordingsUnderTheSameClasses() throws IOException {
        RecordedClips all = RecordedClips.decode(
                List.of(entry("right", 1), entry("left", 2)), BlobVideo.CLASSES, LIVE, BlobVideo::read, done -> {});

        RecordedClips left = all.where(entry -> entry.label().equals("left"));

        assertThat(left.classes()).isEqualTo(all.classes());
        assertThat(left.size()).isEqualTo(1);
        assertThat(left.fixed(0, SPEC)).usingRecursiveComparison().isEqualTo(all.fixed(1, SPEC));
    }

    @Test
    void keepsTheShapeOfRecordingsAndCutsWindowsWhereAskedTo() throws IOException {
        Footage footage = new Footage(new Scaling.ShortSide(18), true);
        ClipSpec spec = SPEC.withSampling(Sampling.PERIOD, Duration.ofMillis(150));
        RecordedClips clips = RecordedClips.decode(
                List.of(entry("right", 1)), BlobVideo.CLASSES, footage, BlobVideo::read, done -> {});
        Recording recording = BlobVideo.read(folder.resolve("right-1.blob"), 18, 24);

        byte[] windows = FrameSampling.randomWindow(recording, spec, new SplittableRandom(1));
        byte[] periods = FrameSampling.random(recording, spec, new SplittableRandom(1));
        byte[] whole = FrameSampling.random(recording, SPEC, new SplittableRandom(1));

        assertThat(footage.of(spec)).isEqualTo(spec.withSize(18, 18));
        assertThat(clips.draw(0, spec, new SplittableRandom(1)).shape()).isEqualTo(new FrameShape(18, 24));
        assertThat(Arrays.equals(windows, periods)).isFalse();
        assertThat(Arrays.equals(clips.draw(0, spec, new SplittableRandom(1)).rgb(), windows))
                .isTrue();
        assertThat(Arrays.equals(clips.draw(0, SPEC, new SplittableRandom(1)).rgb(), whole))
                .isTrue();
        RecordedClips live = RecordedClips.decode(
                List.of(entry("right", 1)),
                BlobVideo.CLASSES,
                Footage.live(spec.withSize(18, 24)),
                BlobVideo::read,
                done -> {});
        assertThat(Arrays.equals(live.draw(0, spec, new SplittableRandom(1)).rgb(), periods))
                .isTrue();
    }

    @Test
    void namesTheClassesThatTheModelDoesNotKnow() throws IOException {
        List<ClipManifest.Entry> entries = List.of(entry("left", 1), entry("right", 2));

        assertThat(RecordedClips.classesOf(entries)).containsExactly("left", "right");
        assertThatThrownBy(
                        () -> RecordedClips.decode(entries, List.of("left", "up"), LIVE, BlobVideo::read, done -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the clips have classes that the model does not know: right; it knows left, up");
    }

    @Test
    void refusesMoreThanFitsIntoMemory() throws IOException {
        List<ClipManifest.Entry> entries = List.of(entry("left", 1), entry("left", 2), entry("left", 3));

        assertThat(RecordedClips.decode(
                                entries, BlobVideo.CLASSES, LIVE, BlobVideo::read, done -> {}, 3L * RECORDING_BYTES)
                        .size())
                .isEqualTo(3);
        assertThatThrownBy(() -> RecordedClips.decode(
                        entries, BlobVideo.CLASSES, LIVE, BlobVideo::read, done -> {}, 3L * RECORDING_BYTES - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("do not fit into memory", "2 of 3", "-Xmx8g", "fewer clips");
    }

    @Test
    void refusesAReaderThatScalesWrongly() throws IOException {
        List<ClipManifest.Entry> entries = List.of(entry("left", 1));

        assertThatThrownBy(() -> RecordedClips.decode(
                        entries, BlobVideo.CLASSES, LIVE, (file, scaling) -> BlobVideo.read(file, 16, 32), done -> {}))
                .hasMessageContainingAll("16 x 16", "768", "1536", "left-1.blob");
    }

    private ClipManifest.Entry entry(String label, int seed) throws IOException {
        Path file = Files.write(folder.resolve(label + "-" + seed + ".blob"), BlobVideo.bytes(label, seed));
        return new ClipManifest.Entry(file, label, "train", Optional.empty(), Optional.empty());
    }
}
