package dev.rewind.training.clips;

import dev.rewind.model.transform.FrameShape;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A decoded recording, every frame of one size.
 *
 * @param shape size of every frame
 * @param frames packed RGB frames of height x width x 3 bytes, in order
 * @param times when each is shown, from the recording's start; they never fall
 */
public record Recording(FrameShape shape, List<byte[]> frames, List<Duration> times) implements DecodedFrames {
    public Recording {
        Objects.requireNonNull(shape, "shape");
        frames = List.copyOf(frames);
        times = List.copyOf(times);
        if (frames.isEmpty() || frames.size() != times.size()) {
            throw new IllegalArgumentException("a recording needs frames and a time for each, but was given "
                    + frames.size() + " frames and " + times.size() + " times");
        }
        for (int i = 0; i < frames.size(); i++) {
            if (frames.get(i).length != shape.bytes()) {
                throw new IllegalArgumentException("the frames of a recording of " + shape.width() + " x "
                        + shape.height() + " pixels have " + shape.bytes() + " bytes, but frame " + i + " has "
                        + frames.get(i).length);
            }
            if (times.get(i).compareTo(i == 0 ? Duration.ZERO : times.get(i - 1)) < 0) {
                throw new IllegalArgumentException("the times of a recording begin at 0 or later and never fall, but"
                        + " frame " + i + " is shown at " + times.get(i));
            }
        }
    }

    @Override
    public void copy(int frame, byte[] target, int offset) {
        System.arraycopy(frames.get(frame), 0, target, offset, shape.bytes());
    }
}
