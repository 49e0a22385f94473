package dev.rewind.model;

import java.util.Arrays;

/**
 * Cuts from every frame of a clip the box in which something moves, the same from each, and brings it to one size: someone
 * far away is seen as if near, whatever the frame's size. Where all moves, or nothing, the box is the whole frame. It holds
 * no state: any number of threads may share one.
 */
public final class MotionZoom {
    /** What moves no more than so many times as much as the pixel in the middle of all is noise. */
    private static final int NOISE = 2;
    /** Share of the motion that may lie beyond each side of the box. */
    private static final double TAIL = 0.01;
    /** The box is so many times as long as where the motion lies. */
    private static final double ROOM = 1.25;
    /** And not less than this share of the frame: a hand that moves is seen with its owner. */
    private static final double LEAST = 0.4;
    /** Rounds what was multiplied by two shares of 256. */
    private static final int HALF = 1 << 15;

    private final int height;
    private final int width;

    /** A zoom to frames of this size. */
    public MotionZoom(int height, int width) {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("a frame has at least one pixel, but was " + height + " x " + width);
        }
        this.height = height;
        this.width = width;
    }

    /**
     * Where the motion lies along one side of a frame.
     *
     * @param from where the box begins, in pixels
     * @param length of the box, in pixels
     */
    record Span(double from, double length) {
        /** The span around most of what lies along a side, one value a pixel. */
        static Span around(long[] along) {
            int size = along.length;
            double all = Arrays.stream(along).sum();
            if (all == 0) {
                return new Span(0, size);
            }
            int first = 0;
            int last = 0;
            double sum = 0;
            for (int i = 0; i < size; i++) {
                first += sum + along[i] < TAIL * all ? 1 : 0;
                last += sum < (1 - TAIL) * all ? 1 : 0;
                sum += along[i];
            }
            double length = Math.min(size, Math.max(LEAST * size, ROOM * (last - first)));
            double from = (first + last) / 2.0 - length / 2;
            return new Span(Math.min(size - length, Math.max(0, from)), length);
        }
    }

    /**
     * The clip, zoomed in.
     *
     * @param clip packed RGB, frames x sourceHeight x sourceWidth x 3 bytes
     * @return packed RGB, frames x height x width x 3 bytes
     * @throws IllegalArgumentException if the clip is not of whole frames
     */
    public byte[] of(byte[] clip, int sourceHeight, int sourceWidth) {
        int pixels = sourceHeight * sourceWidth;
        if (pixels < 1 || clip.length == 0 || clip.length % (3 * pixels) != 0) {
            throw new IllegalArgumentException(
                    "a clip of " + clip.length + " bytes has no frames of " + sourceHeight + " x " + sourceWidth);
        }
        PixelMotion motion = PixelMotion.of(clip, pixels);
        long[] rows = new long[sourceHeight];
        long[] columns = new long[sourceWidth];
        int noise = NOISE * motion.middle();
        for (int y = 0, i = 0; y < sourceHeight; y++) {
            for (int x = 0; x < sourceWidth; x++, i++) {
                int beyond = Math.max(0, motion.amount(i) - noise);
                rows[y] += beyond;
                columns[x] += beyond;
            }
        }
        Taps down = Taps.along(Span.around(rows), sourceHeight, height);
        Taps across = Taps.along(Span.around(columns), sourceWidth, width);
        byte[] zoomed = new byte[clip.length / (3 * pixels) * height * width * 3];
        for (int frame = 0, out = 0; out < zoomed.length; frame++, out += height * width * 3) {
            scale(clip, frame * pixels * 3, sourceWidth, down, across, zoomed, out);
        }
        return zoomed;
    }

    /**
     * Between which two pixels of a side each of the target's lies.
     *
     * @param first the nearer to the beginning
     * @param second the other
     * @param share of the second, of 256
     */
    private record Taps(int[] first, int[] second, int[] share) {
        static Taps along(Span span, int size, int target) {
            Taps taps = new Taps(new int[target], new int[target], new int[target]);
            for (int i = 0; i < target; i++) {
                double at = span.from + (i + 0.5) * span.length / target - 0.5;
                double inside = Math.min(size - 1.0, Math.max(0, at));
                taps.first[i] = (int) inside;
                taps.second[i] = Math.min(size - 1, taps.first[i] + 1);
                taps.share[i] = (int) Math.round(256 * (inside - taps.first[i]));
            }
            return taps;
        }
    }

    /** One frame, bilinear: first between two rows, which lie in one piece each, then between two columns. */
    private static void scale(byte[] clip, int in, int sourceWidth, Taps down, Taps across, byte[] zoomed, int to) {
        int left = across.first[0] * 3;
        int length = across.second[across.second.length - 1] * 3 + 3 - left;
        int[] between = new int[length];
        for (int y = 0; y < down.first.length; y++) {
            int upper = in + down.first[y] * sourceWidth * 3 + left;
            int lower = in + down.second[y] * sourceWidth * 3 + left;
            int below = down.share[y];
            int above = 256 - below;
            for (int i = 0; i < length; i++) {
                between[i] = above * (clip[upper + i] & 0xFF) + below * (clip[lower + i] & 0xFF);
            }
            scaleRow(between, left, across, zoomed, to + y * across.first.length * 3);
        }
    }

    private static void scaleRow(int[] row, int left, Taps across, byte[] zoomed, int to) {
        for (int x = 0, out = to; x < across.first.length; x++, out += 3) {
            int here = across.first[x] * 3 - left;
            int next = across.second[x] * 3 - left;
            int beside = across.share[x];
            int rest = 256 - beside;
            zoomed[out] = (byte) ((rest * row[here] + beside * row[next] + HALF) >> 16);
            zoomed[out + 1] = (byte) ((rest * row[here + 1] + beside * row[next + 1] + HALF) >> 16);
            zoomed[out + 2] = (byte) ((rest * row[here + 2] + beside * row[next + 2] + HALF) >> 16);
        }
    }
}
