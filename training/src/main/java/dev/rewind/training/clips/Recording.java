package dev.rewind.training.clips;

import java.time.Duration;
import java.util.List;

/**
 * A decoded recording, every frame of one size.
 *
 * @param frames packed RGB frames of height x width x 3 bytes, in order
 * @param times when each is shown, from the recording's start
 */
public record Recording(List<byte[]> frames, List<Duration> times) {
    public Recording {
        frames = List.copyOf(frames);
        times = List.copyOf(times);
        if (frames.isEmpty() || frames.size() != times.size()) {
            throw new IllegalArgumentException("a recording needs frames and a time for each, but was given "
                    + frames.size() + " frames and " + times.size() + " times");
        }
    }

    /** When the last frame is shown. */
    Duration length() {
        return times.get(times.size() - 1);
    }
}
