package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Mixes every clip of a batch with its opposite, the first with the last and so on: by weight, mixup (Zhang et al., 2018),
 * or by a box of all frames, CutMix (Yun et al., 2019).
 *
 * @param mixup parameter of the Beta distribution of mixup's weight, in [0, 1]; 0 for none
 * @param cutmix parameter of the Beta distribution of CutMix's area, in [0, 1]; 0 for none
 * @param probability that a batch is mixed
 * @param switching probability of CutMix where there are both
 */
public record Mixing(double mixup, double cutmix, double probability, double switching) {
    public Mixing {
        if (!(mixup >= 0 && mixup <= 1 && cutmix >= 0 && cutmix <= 1)
                || !(probability >= 0 && probability <= 1 && switching >= 0 && switching <= 1)) {
            throw new IllegalArgumentException("mixup, cutmix, probability and switching must be in [0, 1], but were "
                    + mixup + ", " + cutmix + ", " + probability + " and " + switching);
        }
    }

    /** As Rev-MViT was trained on Kinetics: every batch, one way or the other. */
    public static Mixing published() {
        return new Mixing(0.8, 1, 1, 0.5);
    }

    /**
     * How a batch is mixed.
     *
     * @param kept share of each clip that stays
     * @param box where the opposite shows instead of a mixture, if anywhere
     */
    record Mix(double kept, Optional<Box> box) {
        /**
         * The mixed batch.
         *
         * @param clips [B, 3, T, H, W]
         */
        NDArray of(NDArray clips) {
            if (box.isPresent()) {
                return ViewScript.pasted(clips, box.get());
            }
            return kept == 1 ? clips : clips.mul(kept).add(clips.flip(0).mul(1 - kept));
        }
    }

    /** Draws how the next batch is mixed. */
    Mix draw(FrameShape frame, SplittableRandom random) {
        if (random.nextDouble() >= probability || (mixup == 0 && cutmix == 0)) {
            return new Mix(1, Optional.empty());
        }
        boolean cut = cutmix > 0 && (mixup == 0 || random.nextDouble() < switching);
        double kept = Beta.draw(cut ? cutmix : mixup, random);
        if (!cut) {
            return new Mix(kept, Optional.empty());
        }
        Box box = cutOut(frame, Math.sqrt(1 - kept), random);
        double area = (double) box.height() * box.width() / frame.height() / frame.width();
        return new Mix(1 - area, Optional.of(box)); // the frame's edge may have cut the box
    }

    /** A box of so much of either side around a random pixel, as far as it lies inside the frame. */
    private static Box cutOut(FrameShape frame, double side, SplittableRandom random) {
        int halfHeight = (int) (frame.height() * side) / 2;
        int halfWidth = (int) (frame.width() * side) / 2;
        int row = random.nextInt(frame.height());
        int column = random.nextInt(frame.width());
        int top = Math.max(row - halfHeight, 0);
        int left = Math.max(column - halfWidth, 0);
        return new Box(
                top,
                left,
                Math.min(row + halfHeight, frame.height()) - top,
                Math.min(column + halfWidth, frame.width()) - left);
    }
}
