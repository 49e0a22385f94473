package dev.rewind.ingest.synthetic;

import java.awt.image.BufferedImage;

/**
 * A whole clip, before it has a size.
 *
 * @param subject what is seen, from the clip's beginning
 * @param framing how the camera moves
 * @param backdrop what is behind
 * @param sensor what the camera makes of it
 * @param seconds how long it lasts
 */
record Shot(Subject subject, Framing framing, Backdrop backdrop, Sensor sensor, double seconds) {
    /** So far the backdrop goes on beyond the picture, in units. */
    static final int MARGIN = 30;

    /** Hears of every frame; the picture is used again for the next. */
    @FunctionalInterface
    interface Frames {
        void drawn(int frame, BufferedImage picture);
    }

    /** Draws frames spread over the whole clip, the first at its beginning, the last at its end. */
    void draw(int frames, int width, int height, Frames to) {
        Renderer renderer = new Renderer(subject, framing, backdrop, MARGIN, sensor, width, height);
        for (int frame = 0; frame < frames; frame++) {
            to.drawn(frame, renderer.at(seconds * frame / Math.max(1, frames - 1)));
        }
    }
}
