package dev.rewind.inference.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.UnreadableRecordException;
import java.awt.Color;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameDecoderTest {
    private static final Instant CAPTURED = Instant.parse("2026-01-02T03:04:05.000006Z");

    private final FrameDecoder decoder = new FrameDecoder(BrightnessModel.CLIP);

    @Test
    void shouldDecodeAPlainJpegWithoutAnyHeader() {
        FrameBundle bundle =
                decoder.decode(9, 1_700_000_000_123L, new RecordHeaders(), Jpegs.plain(40, 24, Color.ORANGE));

        assertThat(bundle.numbered()).isFalse();
        assertThat(bundle.periodMicros()).isEqualTo(FrameBundle.UNKNOWN);
        assertThat(bundle.frames()).hasSize(1);
        Frame frame = bundle.frames().get(0);
        assertThat(frame.ref()).isEqualTo(new FrameRef(9, 0, 1_700_000_000_123_000L));
        assertThat(frame.rgb()).hasSize(8 * 8 * 3);
        assertThat(frame.rgb()[0] & 0xFF).isCloseTo(255, within(4));
        assertThat(frame.rgb()[1] & 0xFF).isCloseTo(200, within(4));
        assertThat(frame.rgb()[2] & 0xFF).isCloseTo(0, within(4));
    }

    @Test
    void shouldDecodeABundleFrameByFrame() {
        byte[] value = Jpegs.joined(Jpegs.grey(10), Jpegs.grey(100), Jpegs.grey(200));

        FrameBundle bundle = decoder.decode(1, 0, headers(FrameHeaders.MOTION_JPEG), value);

        assertThat(bundle.epoch()).isEqualTo(2);
        assertThat(bundle.sequence()).isEqualTo(30);
        assertThat(bundle.periodMicros()).isEqualTo(125_000);
        assertThat(bundle.spanMillis()).isEqualTo(375);
        assertThat(bundle.frames().stream().map(frame -> frame.rgb()[0] & 0xFF)).containsExactly(10, 100, 200);
        long first = CAPTURED.getEpochSecond() * 1_000_000 + 6;
        assertThat(bundle.frames().stream().map(frame -> frame.ref().at()))
                .containsExactly(first, first + 125_000, first + 250_000);
    }

    @Test
    void shouldNotWaitLongerThanAMinuteForTheNextRecordWhateverItsPeriodIs() {
        Headers headers = new RecordHeaders().add("ce_periodus", "86400000000".getBytes(StandardCharsets.UTF_8));

        assertThat(decoder.decode(0, 0, headers, Jpegs.grey(0)).spanMillis()).isEqualTo(60_000);
    }

    @Test
    void shouldRefuseOtherContent() {
        refuses(headers("video/mp4"), Jpegs.grey(0), "the content-type is 'video/mp4'");
        refuses(new RecordHeaders(), "hello".getBytes(StandardCharsets.UTF_8), "is no JPEG");
        refuses(new RecordHeaders(), new byte[0], "has no value");
        refuses(new RecordHeaders(), null, "has no value");
    }

    @ParameterizedTest
    @CsvSource({
        "ce_time, +1000000000-12-31T23:59:59.999999999Z, outside 1970 to 2200",
        "ce_time, -0001-12-31T23:59:59Z, outside 1970 to 2200",
        "ce_time, yesterday, cannot be read",
        "ce_periodus, -5, must lie between",
        "ce_periodus, 0, must lie between",
        "ce_periodus, 9223372036854775807, must lie between",
        "ce_sequence, 9223372036854775807, too large",
        "ce_sequence, -1, cannot be read"
    })
    void shouldRefuseHeadersThatMakeNoSense(String name, String text, String reason) {
        Headers headers = new RecordHeaders().add(name, text.getBytes(StandardCharsets.UTF_8));

        refuses(headers, Jpegs.grey(0), reason);
    }

    private void refuses(Headers headers, byte[] value, String reason) {
        assertThatThrownBy(() -> decoder.decode(0, 0, headers, value))
                .isInstanceOf(UnreadableRecordException.class)
                .hasMessageContaining(reason);
    }

    private static Headers headers(String contentType) {
        Headers headers = new RecordHeaders();
        new FrameHeaders(contentType, "test", 2, 30, CAPTURED, Optional.of(Duration.ofMillis(125)))
                .writeTo("door", headers);
        return headers;
    }
}
