package dev.rewind.training.clips;

import java.time.Duration;
import java.util.List;

/**
 * A decoded recording, every frame of one size.
 *
 * @param frames packed RGB frames of height x width x 3 bytes, in order
 * @param times when each is shown, from the recording's start; they never fall
 */
public record Recording(List<byte[]> frames, List<Duration> times) {
    public Recording {
        frames = List.copyOf(frames);
        times = List.copyOf(times);
        if (frames.isEmpty() || frames.size() != times.size()) {
            throw new IllegalArgumentException("a recording needs frames and a time for each, but was given "
                    + frames.size() + " frames and " + times.size() + " times");
        }
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).length != frames.get(0).length) {
                throw new IllegalArgumentException("the frames of a recording have one size, but frame " + i + " has "
                        + frames.get(i).length + " bytes and the first has " + frames.get(0).length);
            }
            if (times.get(i).compareTo(i == 0 ? Duration.ZERO : times.get(i - 1)) < 0) {
                throw new IllegalArgumentException("the times of a recording begin at 0 or later and never fall, but"
                        + " frame " + i + " is shown at " + times.get(i));
            }
        }
    }

    /** When the last frame is shown. */
    Duration length() {
        return times.get(times.size() - 1);
    }
}
