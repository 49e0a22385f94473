package dev.rewind.training.augment;

import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Boxes of random size, shape and place.
 *
 * @param smallest area, as a share of the frame's
 * @param largest area, as a share of the frame's
 * @param stretch up to so many times wider than high, or higher than wide
 */
public record RandomBox(double smallest, double largest, double stretch) {
    public RandomBox {
        if (!(smallest > 0 && smallest <= largest && largest <= 1) || !(stretch >= 1 && stretch <= 100)) {
            throw new IllegalArgumentException("a random box needs 0 < smallest <= largest <= 1 and a stretch in"
                    + " [1, 100], but was given " + smallest + ", " + largest + " and " + stretch);
        }
    }

    /**
     * Draws a box.
     *
     * @param margin pixels that the box is at least narrower and lower than the frame
     * @param tries so often is one drawn that may not fit
     * @return the first that fits, if any
     */
    Optional<Box> draw(FrameShape frame, int margin, int tries, SplittableRandom random) {
        for (int i = 0; i < tries; i++) {
            double area = (smallest + (largest - smallest) * random.nextDouble()) * frame.height() * frame.width();
            double aspect = Math.pow(stretch, 2 * random.nextDouble() - 1);
            int width = (int) Math.rint(Math.sqrt(area * aspect));
            int height = (int) Math.rint(Math.sqrt(area / aspect));
            int below = frame.height() - height;
            int beside = frame.width() - width;
            if (width > 0 && height > 0 && below >= margin && beside >= margin) {
                return Optional.of(new Box(random.nextInt(below + 1), random.nextInt(beside + 1), height, width));
            }
        }
        return Optional.empty();
    }
}
