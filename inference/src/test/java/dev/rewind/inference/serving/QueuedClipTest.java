package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.model.ClipSpec;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class QueuedClipTest {
    private static final ClipSpec ZOOMING =
            new ClipSpec(2, 8, 8, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD, ClipSpec.Pixels.MOTION_ZOOM);

    @Test
    void givesTheModelThatWasLiveWhatWasDoneAheadAndAnyOtherTheClipItself() {
        byte[] pixels = new byte[ZOOMING.bytes()];
        QueuedClip clip = QueuedClip.of(pixels, ZOOMING);
        ClipSpec colours = new ClipSpec(2, 8, 8, ZOOMING.period(), ZOOMING.sampling(), ClipSpec.Pixels.RGB);

        assertThat(clip.forModel(ZOOMING)).hasSize(2 * 4 * 4 * 3);
        assertThat(clip.forModel(colours)).isSameAs(pixels);
        assertThat(QueuedClip.whole(pixels).forModel(ZOOMING)).isSameAs(pixels);
    }
}
