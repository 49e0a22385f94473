package dev.rewind.model;

import java.util.Arrays;

/**
 * Scales whole frames to the size a model takes, without cropping. Every pixel of the target is the mean of the area of
 * the source under it, so that small moving things neither vanish nor flicker. Training and serving share this code: a
 * model sees the same pixels in both. It holds no state: any number of threads may share one.
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
     * Scales one frame; the mean is exact and rounded half up. A smaller source is enlarged the same way.
     *
     * @param rgb packed RGB, sourceHeight x sourceWidth x 3 bytes
     * @param target receives height x width x 3 bytes from targetOffset on
     * @throws IllegalArgumentException if an array is not as long as the sizes say
     */
    public void scale(byte[] rgb, int sourceWidth, int sourceHeight, byte[] target, int targetOffset) {
        checkSizes(rgb, sourceWidth, sourceHeight, target, targetOffset);
        if (sourceWidth == width && sourceHeight == height) {
            System.arraycopy(rgb, 0, target, targetOffset, rgb.length);
            return;
        }
        Cover columns = new Cover(sourceWidth, width);
        Cover rows = new Cover(sourceHeight, height);
        double area = (double) sourceWidth * sourceHeight;
        double ofArea = 1 / area;
        // What the product lacks of the quotient is less than this, and sums that differ are further apart.
        double half = 0.5 + 0.25 * ofArea;
        int[] row = new int[width * 3];
        int summed = -1; // the source row that row holds: neighbours in the target share one
        double[] sums = new double[width * 3]; // whole numbers, which a double holds exactly
        for (int y = 0; y < height; y++) {
            Arrays.fill(sums, 0);
            for (int sy = rows.first[y]; sy <= rows.last[y]; sy++) {
                if (sy != summed) {
                    sumColumns(rgb, sy * sourceWidth, columns, row);
                    summed = sy;
                }
                double share = rows.share(y, sy);
                for (int i = 0; i < sums.length; i++) {
                    sums[i] += share * row[i];
                }
            }
            int out = targetOffset + y * sums.length;
            for (int i = 0; i < sums.length; i++) {
                target[out + i] = (byte) (int) (sums[i] * ofArea + half);
            }
        }
    }

    /** Sums one source row, which begins at a pixel, into the target's columns, each source pixel times its share. */
    private void sumColumns(byte[] rgb, int begin, Cover columns, int[] row) {
        for (int x = 0; x < width; x++) {
            int first = columns.first[x];
            int last = columns.last[x];
            int in = (begin + first) * 3;
            int end = (begin + last) * 3;
            int share = columns.firstShare[x];
            int red = share * (rgb[in] & 0xff);
            int green = share * (rgb[in + 1] & 0xff);
            int blue = share * (rgb[in + 2] & 0xff);
            for (in += 3; in < end; in += 3) {
                red += width * (rgb[in] & 0xff);
                green += width * (rgb[in + 1] & 0xff);
                blue += width * (rgb[in + 2] & 0xff);
            }
            if (in == end) {
                share = columns.lastShare[x];
                red += share * (rgb[in] & 0xff);
                green += share * (rgb[in + 1] & 0xff);
                blue += share * (rgb[in + 2] & 0xff);
            }
            row[x * 3] = red;
            row[x * 3 + 1] = green;
            row[x * 3 + 2] = blue;
        }
    }

    private void checkSizes(byte[] rgb, int sourceWidth, int sourceHeight, byte[] target, int targetOffset) {
        long length = 3L * sourceWidth * sourceHeight;
        if (sourceWidth < 1 || sourceHeight < 1 || rgb.length != length) {
            throw new IllegalArgumentException("a frame of " + sourceWidth + " x " + sourceHeight + " has " + length
                    + " bytes, but was given " + rgb.length);
        }
        int needed = height * width * 3;
        if (targetOffset < 0 || targetOffset > target.length - needed) {
            throw new IllegalArgumentException("a frame scaled to " + width + " x " + height + " needs " + needed
                    + " bytes from " + targetOffset + " on, but the target has " + target.length);
        }
    }

    /**
     * Which source pixels lie under each target pixel along one axis. Lengths are counted in 1/target of a source pixel,
     * so that all of them are whole: a source pixel is target long, a target pixel source long. Worked out once for all
     * rows: divisions would take longer than all the rest.
     */
    private static final class Cover {
        private final int target;
        private final int[] first;
        private final int[] last;
        private final int[] firstShare;
        private final int[] lastShare;

        Cover(int source, int target) {
            this.target = target;
            first = new int[target];
            last = new int[target];
            firstShare = new int[target];
            lastShare = new int[target];
            for (int i = 0; i < target; i++) {
                long from = (long) i * source;
                long to = from + source;
                first[i] = (int) (from / target);
                last[i] = (int) ((to - 1) / target);
                firstShare[i] = (int) (Math.min(to, (first[i] + 1L) * target) - from);
                lastShare[i] = (int) (to - Math.max(from, (long) last[i] * target));
            }
        }

        /** The length that target pixel i and source pixel s, which lies under it, have in common. */
        int share(int i, int s) {
            return s == first[i] ? firstShare[i] : s == last[i] ? lastShare[i] : target;
        }
    }
}
