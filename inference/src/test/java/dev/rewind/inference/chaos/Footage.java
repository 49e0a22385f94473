package dev.rewind.inference.chaos;

import dev.rewind.inference.clips.Jpegs;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.awt.Color;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Streams whose every frame shows which it is: red says the stream, green the frame's number. Each frame is sent once it
 * would have been captured, so that a run lasts as long as its footage.
 */
final class Footage {
    static final int STREAMS = 32;
    static final int NUMBERS = 32;
    static final int STRIDE = 2;
    static final Duration PERIOD = Duration.ofMillis(200);

    private static final int BUNDLE = 4;
    private static final int LEVELS = 256 / NUMBERS;

    private final byte[][][] jpegs = new byte[STREAMS][NUMBERS][];
    private final Instant start;
    private int sent;

    Footage(Instant start) {
        this.start = start;
        for (int stream = 0; stream < STREAMS; stream++) {
            for (int number = 0; number < NUMBERS; number++) {
                jpegs[stream][number] = Jpegs.plain(16, 16, new Color(shade(stream), shade(number), 128));
            }
        }
    }

    /** Sends what was captured by now, the streams taking turns. */
    void publishUntil(Instant now, RecordPublisher publisher) {
        for (; !captured(sent + BUNDLE).isAfter(now); sent += BUNDLE) {
            for (int stream = 0; stream < STREAMS; stream++) {
                publish(stream, publisher);
            }
        }
    }

    /** How many clips of each stream can be cut from what was sent. */
    int clips() {
        int frames = ReadingModel.CLIP.frames();
        return sent < frames ? 0 : (sent - frames) / STRIDE + 1;
    }

    /** When a clip's first frame was captured. */
    Instant from(int clip) {
        return captured(clip * STRIDE);
    }

    /** When a clip's last frame was captured. */
    Instant to(int clip) {
        return captured(clip * STRIDE + ReadingModel.CLIP.frames() - 1);
    }

    static String name(int stream) {
        return String.format("cam-%02d", stream);
    }

    /** What a shade of a colour says. */
    static int read(int shade) {
        return shade / LEVELS;
    }

    /** In the middle of its levels, because a JPEG may be one or two off. */
    private static int shade(int number) {
        return number * LEVELS + LEVELS / 2;
    }

    private void publish(int stream, RecordPublisher publisher) {
        byte[][] frames = new byte[BUNDLE][];
        for (int i = 0; i < BUNDLE; i++) {
            frames[i] = jpegs[stream][(sent + i) % NUMBERS];
        }
        Headers headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.MOTION_JPEG, "footage", 0, sent, captured(sent), Optional.of(PERIOD))
                .writeTo(name(stream), headers);
        publisher.send(Topic.FRAMES, name(stream), Jpegs.joined(frames), headers);
    }

    private Instant captured(int frame) {
        return start.plus(PERIOD.multipliedBy(frame));
    }
}
