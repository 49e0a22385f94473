package dev.rewind.training.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.model.transform.Views;
import dev.rewind.model.transform.WindowSampling.Starts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordingViewsTest {
    private static final ClipSpec SPEC = new ClipSpec(2, 7, 7, Duration.ofMillis(200), Sampling.PERIOD);
    private static final List<String> CLASSES = List.of("left", "right");

    private final List<Scaling> asked = new ArrayList<>();

    @Test
    void cutsTheViewsOfOneRecordingAtATime() {
        RecordingViews views = views(new Views(2, 1, Starts.PARTS), "right", "left");

        LabelledViews second = views.of(1);

        assertThat(views.size()).isEqualTo(2);
        assertThat(asked).containsExactly(new Scaling.ShortSide(8));
        assertThat(second.label()).isZero();
        // 10 a second: windows of 4 frames; with 6 frames to spare, the second begins with number 3.
        assertThat(second.clips()).extracting(clip -> (int) clip[0]).containsExactly(0, 3);
        assertThat(second.clips()).allSatisfy(clip -> assertThat(clip).hasSize(SPEC.bytes()));
    }

    @Test
    void saysAtOnceWhatTheModelDoesNotKnow() {
        assertThatThrownBy(() -> views(new Views(2, 1, Starts.PARTS), "left", "up"))
                .hasMessage("the clips have classes that the model does not know: up; it knows left, right");
        assertThatThrownBy(() -> new RecordingViews(
                        List.of(),
                        CLASSES,
                        SPEC.withSampling(Sampling.WHOLE, Duration.ofSeconds(1)),
                        new Views(2, 1, Starts.PARTS),
                        this::read))
                .hasMessageContaining("takes whole recordings");
        assertThat(asked).isEmpty();
    }

    private RecordingViews views(Views views, String... labels) {
        List<ClipManifest.Entry> entries = new ArrayList<>();
        for (String label : labels) {
            entries.add(
                    new ClipManifest.Entry(Path.of(label + ".mp4"), label, "test", Optional.empty(), Optional.empty()));
        }
        return new RecordingViews(entries, CLASSES, SPEC, views, this::read);
    }

    /** Ten frames at 10 a second, each filled with its number. */
    private Recording read(Path file, Scaling scaling) {
        asked.add(scaling);
        FrameShape shape = scaling.of(new FrameShape(30, 40));
        List<byte[]> frames = new ArrayList<>();
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            byte[] frame = new byte[shape.bytes()];
            Arrays.fill(frame, (byte) i);
            frames.add(frame);
            times.add(Duration.ofMillis(100L * i));
        }
        return new Recording(shape, frames, times);
    }
}
