package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import java.util.List;

/**
 * The frames of one clip as the model sees them, at most as many as it takes.
 *
 * @param frames in order, at least one; the same one again where the clip has fewer than the model takes
 */
public record Clip(List<Frame> frames) {
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
