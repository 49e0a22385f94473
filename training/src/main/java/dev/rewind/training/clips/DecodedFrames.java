package dev.rewind.training.clips;

import dev.rewind.model.transform.FrameShape;
import java.time.Duration;
import java.util.List;

/** The decoded frames of a recording, wherever they lie: in memory, or in a file. */
public interface DecodedFrames {
    /** Size of every frame. */
    FrameShape shape();

    /** When each frame is shown, from the recording's start; they never fall. */
    List<Duration> times();

    /**
     * Copies one frame, packed RGB.
     *
     * @param target receives height x width x 3 bytes from the offset on
     */
    void copy(int frame, byte[] target, int offset);

    /** When the last frame is shown. */
    default Duration length() {
        return times().get(times().size() - 1);
    }

    /** Frames a second on average, to a hundredth, for some containers count milliseconds; 1 where there is no telling. */
    default double rate() {
        double seconds = length().minus(times().get(0)).toNanos() * 1e-9;
        return seconds > 0 ? Math.rint(100 * (times().size() - 1) / seconds) / 100 : 1;
    }
}
