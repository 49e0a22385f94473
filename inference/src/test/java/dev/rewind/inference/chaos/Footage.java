package dev.rewind.inference.chaos;

import dev.rewind.inference.clips.Jpegs;
import java.awt.Color;
import java.time.Duration;
import java.time.Instant;

/** Streams whose every frame shows which it is: red says the stream, green the frame's number. */
final class Footage {
    static final int STREAMS = 32;
    static final int NUMBERS = 32;
    static final int STRIDE = 2;
    static final Duration PERIOD = Duration.ofMillis(200);

    private static final int LEVELS = 256 / NUMBERS;

    private final byte[][][] jpegs = new byte[STREAMS][NUMBERS][];
    private final Instant start;

    Footage(Instant start) {
        this.start = start;
        for (int stream = 0; stream < STREAMS; stream++) {
            for (int number = 0; number < NUMBERS; number++) {
                jpegs[stream][number] = Jpegs.plain(16, 16, new Color(shade(stream), shade(number), 128));
            }
        }
    }

    /** How many clips can be cut from so many frames of a stream. */
    static int clips(int frames) {
        int length = ReadingModel.CLIP.frames();
        return frames < length ? 0 : (frames - length) / STRIDE + 1;
    }

    /** When a clip's first frame was captured. */
    Instant from(int clip) {
        return captured(clip * STRIDE);
    }

    /** When a clip's last frame was captured. */
    Instant to(int clip) {
        return captured(clip * STRIDE + ReadingModel.CLIP.frames() - 1);
    }

    /** Frames of a stream, one JPEG after another. */
    byte[] jpegs(int stream, int first, int count) {
        byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            frames[i] = jpegs[stream][(first + i) % NUMBERS];
        }
        return Jpegs.joined(frames);
    }

    /** When a frame is captured. */
    Instant captured(int frame) {
        return start.plus(PERIOD.multipliedBy(frame));
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
}
