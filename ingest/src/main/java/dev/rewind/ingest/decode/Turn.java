package dev.rewind.ingest.decode;

import java.nio.ByteBuffer;

/** Turns planes of pixels clockwise, as a phone that was held upright asks for. */
enum Turn {
    NONE,
    RIGHT,
    HALF,
    LEFT;

    /** @param degrees clockwise, a multiple of 90 */
    static Turn of(int degrees) {
        return values()[Math.floorMod(degrees, 360) / 90];
    }

    /** Whether height becomes width. */
    boolean swaps() {
        return this == RIGHT || this == LEFT;
    }

    /**
     * Copies a plane, turned.
     *
     * @param from height rows of {@code fromStride} bytes, each with width pixels
     * @param to as many pixels, in rows of {@code toStride} bytes
     */
    void copy(ByteBuffer from, int fromStride, int width, int height, int pixelBytes, ByteBuffer to, int toStride) {
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int target =
                        switch (this) {
                            case NONE -> y * toStride + x * pixelBytes;
                            case RIGHT -> x * toStride + (height - 1 - y) * pixelBytes;
                            case HALF -> (height - 1 - y) * toStride + (width - 1 - x) * pixelBytes;
                            case LEFT -> (width - 1 - x) * toStride + y * pixelBytes;
                        };
                int source = y * fromStride + x * pixelBytes;
                for (int i = 0; i < pixelBytes; i++) {
                    to.put(target + i, from.get(source + i));
                }
            }
        }
    }
}
