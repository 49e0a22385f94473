package dev.rewind.training.store;

import dev.rewind.model.FrameScaler;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.DecodedFrames;
import java.time.Duration;
import java.util.List;

/**
 * Frames in another size than they are kept in.
 *
 * @param frames as they are kept
 * @param shape their size here
 */
public record ScaledFrames(DecodedFrames frames, FrameShape shape) implements DecodedFrames {
    /** The frames themselves where they have that size. */
    public static DecodedFrames of(DecodedFrames frames, FrameShape shape) {
        return frames.shape().equals(shape) ? frames : new ScaledFrames(frames, shape);
    }

    @Override
    public List<Duration> times() {
        return frames.times();
    }

    @Override
    public void copy(int frame, byte[] target, int offset) {
        byte[] rgb = new byte[frames.shape().bytes()];
        frames.copy(frame, rgb, 0);
        new FrameScaler(shape.height(), shape.width())
                .scale(rgb, frames.shape().width(), frames.shape().height(), target, offset);
    }
}
