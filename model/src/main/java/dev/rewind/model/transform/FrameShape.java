package dev.rewind.model.transform;

/**
 * Size of a frame.
 *
 * @param height in pixels
 * @param width in pixels
 */
public record FrameShape(int height, int width) {
    public FrameShape {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a frame has at least one pixel, but was " + width + " x " + height);
        }
    }

    /** Bytes of one frame as packed RGB: height x width x 3. */
    public int bytes() {
        return height * width * 3;
    }
}
