package dev.rewind.model;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * How much each pixel of a clip moves: with x(k) one of its three colours in frame k of the K that are looked at,
 *
 * <pre>  sum over colours and k of |K x(k) - sum over j of x(j)|</pre>
 *
 * which is how far the pixel is from its mean, K times.
 */
final class PixelMotion {
    /** Frames that are looked at, spread over the clip. */
    private static final int LOOKED_AT = 8;
    /** Three colours, in half of the frames as far as can be from the other half. */
    private static final int MOST = 3 * LOOKED_AT * LOOKED_AT / 2 * 255;

    // Eight bytes are computed at a time, as two words of four 16-bit lanes, of which none overflows: the bytes at even
    // places and those at odd ones. Every clip comes by here, and byte by byte it would take thrice as long.
    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long LANES = 0x00FF00FF00FF00FFL;
    private static final long SIGNS = 0x8000800080008000L;
    private static final int LANE = 16;

    private final int[] motion;

    private PixelMotion(int[] motion) {
        this.motion = motion;
    }

    /**
     * Of a clip.
     *
     * @param clip packed RGB, whole frames
     * @param pixels of a frame
     */
    static PixelMotion of(byte[] clip, int pixels) {
        int values = 3 * pixels;
        int[] frames = places(clip.length / values, values);
        int[] above = new int[values];
        int whole = values / Long.BYTES * Long.BYTES;
        for (int i = 0; i < whole; i += Long.BYTES) {
            eight(clip, frames, i, above);
        }
        for (int i = whole; i < values; i++) {
            above[i] = one(clip, frames, i);
        }
        int[] motion = new int[pixels];
        for (int i = 0; i < pixels; i++) {
            // What lies above the mean lies below it, too.
            motion[i] = 2 * (above[3 * i] + above[3 * i + 1] + above[3 * i + 2]);
        }
        return new PixelMotion(motion);
    }

    int amount(int pixel) {
        return motion[pixel];
    }

    /** Of the pixel in the middle of all, the lower of two. Counted, for there are fewer amounts than pixels to sort. */
    int middle() {
        int[] counts = new int[MOST + 1];
        for (int amount : motion) {
            counts[amount]++;
        }
        int amount = 0;
        for (int upTo = counts[0]; upTo <= (motion.length - 1) / 2; upTo += counts[amount]) {
            amount++;
        }
        return amount;
    }

    /** Where the frames that are looked at begin. */
    private static int[] places(int frames, int values) {
        int[] places = new int[Math.min(LOOKED_AT, frames)];
        for (int k = 1; k < places.length; k++) {
            places[k] = k * (frames - 1) / (places.length - 1) * values;
        }
        return places;
    }

    /** How far a value is above its mean, in all frames together. */
    private static int one(byte[] clip, int[] frames, int value) {
        int sum = 0;
        for (int frame : frames) {
            sum += clip[frame + value] & 0xFF;
        }
        int above = 0;
        for (int frame : frames) {
            above += Math.max(0, frames.length * (clip[frame + value] & 0xFF) - sum);
        }
        return above;
    }

    /** As {@link #one}, of eight values from one on. */
    private static void eight(byte[] clip, int[] frames, int value, int[] above) {
        long evenSum = 0;
        long oddSum = 0;
        for (int frame : frames) {
            long bytes = (long) EIGHT.get(clip, frame + value);
            evenSum += bytes & LANES;
            oddSum += bytes >>> 8 & LANES;
        }
        long even = 0;
        long odd = 0;
        for (int frame : frames) {
            long bytes = (long) EIGHT.get(clip, frame + value);
            even += above(frames.length * (bytes & LANES), evenSum);
            odd += above(frames.length * (bytes >>> 8 & LANES), oddSum);
        }
        for (int i = 0; i < Long.BYTES; i += 2) {
            above[value + i] = (int) (even >>> i / 2 * LANE) & 0xFFFF;
            above[value + i + 1] = (int) (odd >>> i / 2 * LANE) & 0xFFFF;
        }
    }

    /** In each lane, how much more the first is than the second, or 0. */
    private static long above(long first, long second) {
        long difference = (first | SIGNS) - second; // a lane's sign stays where the first is not less
        long notLess = (difference & SIGNS) >>> LANE - 1;
        return difference & notLess * 0x7FFF;
    }
}
