package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import java.util.List;

/**
 * The frames of one clip as the model sees them, at most as many as it takes.
 *
 * @param frames in order, at least one; the same one again where the clip has fewer than the model takes
 * @param epoch that they are of; {@link #ANY_EPOCH} where that is of no concern
 */
public record Clip(List<Frame> frames, long epoch) {
    public static final long ANY_EPOCH = -1;

    /** Frames whose epoch is of no concern. */
    public Clip(List<Frame> frames) {
        this(frames, ANY_EPOCH);
    }

    public List<FrameRef> refs() {
        return frames.stream().map(Frame::ref).toList();
    }

    /** The clip as the model takes it; a short one repeats its last frame. */
    public byte[] pixels(ClipSpec spec) {
        int bytesOfFrame = spec.bytes() / spec.frames();
        byte[] pixels = new byte[spec.bytes()];
        for (int i = 0; i < spec.frames(); i++) {
            byte[] rgb = frames.get(Math.min(i, frames.size() - 1)).rgb();
            System.arraycopy(rgb, 0, pixels, i * bytesOfFrame, bytesOfFrame);
        }
        return pixels;
    }
}
