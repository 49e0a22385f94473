package dev.rewind.model;

/**
 * Scales whole frames to the size a model takes, without cropping. Every pixel of the target is the mean of the area of
 * the source under it, so that small moving things neither vanish nor flicker. Training and serving share this code: a
 * model sees the same pixels in both.
 */
public final class FrameScaler {
    private final int height;
    private final int width;

    public FrameScaler(int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a frame has at least one pixel, but was " + height + " x " + width);
        }
        this.height = height;
        this.width = width;
    }

    /**
     * Scales one frame.
     *
     * @param rgb packed RGB, sourceHeight x sourceWidth x 3 bytes
     * @param target receives height x width x 3 bytes from targetOffset on
     */
    public void scale(byte[] rgb, int sourceWidth, int sourceHeight, byte[] target, int targetOffset) {
        if (rgb.length != 3L * sourceWidth * sourceHeight) {
            throw new IllegalArgumentException("a frame of " + sourceWidth + " x " + sourceHeight + " has "
                    + 3L * sourceWidth * sourceHeight + " bytes, but was given " + rgb.length);
        }
        if (sourceWidth == width && sourceHeight == height) {
            System.arraycopy(rgb, 0, target, targetOffset, rgb.length);
            return;
        }
        float[] rows = scaleRows(rgb, sourceWidth, sourceHeight);
        float step = sourceHeight / (float) height;
        float[] sums = new float[width * 3];
        for (int y = 0; y < height; y++) {
            java.util.Arrays.fill(sums, 0);
            float total = 0;
            float from = y * step;
            float to = Math.min((y + 1) * step, sourceHeight);
            for (int sy = (int) from; sy < to; sy++) {
                float share = Math.min(sy + 1, to) - Math.max(sy, from);
                total += share;
                int row = sy * width * 3;
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += share * rows[row + i];
                }
            }
            int out = targetOffset + y * width * 3;
            for (int i = 0; i < sums.length; i++) {
                target[out + i] = (byte) Math.round(sums[i] / total);
            }
        }
    }

    /** Each source row scaled to the target's width: sourceHeight x width x 3. */
    private float[] scaleRows(byte[] rgb, int sourceWidth, int sourceHeight) {
        float[] rows = new float[sourceHeight * width * 3];
        float step = sourceWidth / (float) width;
        for (int x = 0; x < width; x++) {
            float from = x * step;
            float to = Math.min((x + 1) * step, sourceWidth);
            float span = to - from;
            for (int sx = (int) from; sx < to; sx++) {
                float share = (Math.min(sx + 1, to) - Math.max(sx, from)) / span;
                for (int y = 0; y < sourceHeight; y++) {
                    int in = (y * sourceWidth + sx) * 3;
                    int out = (y * width + x) * 3;
                    rows[out] += share * (rgb[in] & 0xff);
                    rows[out + 1] += share * (rgb[in + 1] & 0xff);
                    rows[out + 2] += share * (rgb[in + 2] & 0xff);
                }
            }
        }
        return rows;
    }
}
