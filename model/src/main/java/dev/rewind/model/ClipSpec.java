package dev.rewind.model;

import dev.rewind.model.kernels.Thw;
import java.time.Duration;
import java.util.Objects;

/**
 * The clips a model takes.
 *
 * @param frames frames of a clip
 * @param height of a frame, in pixels
 * @param width of a frame, in pixels
 * @param period time between consecutive frames of a live stream
 * @param sampling how the frames of a recorded clip are chosen
 * @param pixels what the network sees of the pixels
 */
public record ClipSpec(int frames, int height, int width, Duration period, Sampling sampling, Pixels pixels) {
    /** How a recorded clip becomes frames. */
    public enum Sampling {
        /** Every {@link ClipSpec#period}, from the middle of the recording; evenly over all of it if it is shorter. */
        PERIOD,
        /** Evenly over the whole recording, whatever its length: the recording is one action. */
        WHOLE
    }

    /** What a network sees. */
    public enum Pixels {
        /** Colours, normalised as the published Kinetics recipe does. */
        RGB(1),
        /** Colours, normalised as the published ImageNet recipe does. */
        IMAGENET(1),
        /**
         * How each pixel differs from its mean over the clip. What stands still is gone, so that a small network learns
         * from a tenth of the clips; for cameras that do not move much.
         */
        MOTION(1),
        /**
         * As {@link #MOTION}, but only where something moves: the box that holds nearly all of it, at least 0.4 of each side,
         * scaled to half of the frame's size, so that someone far away is seen as if near.
         */
        MOTION_ZOOM(2);

        private final int zoom;

        Pixels(int zoom) {
            this.zoom = zoom;
        }

        /** How many times as long as those that the network sees a clip's frames are. */
        public int zoom() {
            return zoom;
        }
    }

    /** A clip of plain colours. */
    public ClipSpec(int frames, int height, int width, Duration period, Sampling sampling) {
        this(frames, height, width, period, sampling, Pixels.RGB);
    }

    public ClipSpec {
        Objects.requireNonNull(period, "period");
        Objects.requireNonNull(sampling, "sampling");
        Objects.requireNonNull(pixels, "pixels");
        if (frames < 1 || height < 1 || width < 1) {
            throw new IllegalArgumentException(
                    "a clip needs at least one frame of one pixel, but was " + frames + " x " + height + " x " + width);
        }
        if (period.isNegative() || period.isZero()) {
            throw new IllegalArgumentException("the period between frames must be positive, but was " + period);
        }
    }

    /** Bytes of one clip as packed RGB: frames x height x width x 3. */
    public int bytes() {
        return frames * height * width * 3;
    }

    /** What a network gets of a clip: frames, height and width. */
    public Thw view() {
        return new Thw(frames, height / pixels.zoom(), width / pixels.zoom());
    }

    /** Whether the network sees only a part of the frames, where something moves. */
    public boolean zoomsIn() {
        return pixels.zoom() > 1;
    }

    /** The same clips with frames of another size. */
    public ClipSpec withSize(int newHeight, int newWidth) {
        return new ClipSpec(frames, newHeight, newWidth, period, sampling, pixels);
    }

    /** The same clips cut from recordings in another way. */
    public ClipSpec withSampling(Sampling other, Duration newPeriod) {
        return new ClipSpec(frames, height, width, newPeriod, other, pixels);
    }
}
