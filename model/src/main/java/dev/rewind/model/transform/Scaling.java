package dev.rewind.model.transform;

import java.util.Objects;

/** What size a recording's frames are scaled to, without cropping. */
public sealed interface Scaling {
    /** The size that frames of this size get. */
    FrameShape of(FrameShape source);

    /**
     * One size for all, whatever their shape.
     *
     * @param shape the size
     */
    record Stretch(FrameShape shape) implements Scaling {
        public Stretch {
            Objects.requireNonNull(shape, "shape");
        }

        @Override
        public FrameShape of(FrameShape source) {
            return shape;
        }
    }

    /**
     * The shorter side gets so many pixels; the longer one keeps its proportion, rounded down.
     *
     * @param pixels of the shorter side
     */
    record ShortSide(int pixels) implements Scaling {
        public ShortSide {
            if (pixels < 1) {
                throw new IllegalArgumentException("a side has at least one pixel, but was given " + pixels);
            }
        }

        @Override
        public FrameShape of(FrameShape source) {
            int height = source.height();
            int width = source.width();
            return width < height
                    ? new FrameShape((int) ((long) height * pixels / width), pixels)
                    : new FrameShape(pixels, (int) ((long) width * pixels / height));
        }
    }
}
