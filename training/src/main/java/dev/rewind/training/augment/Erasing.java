package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Covers a random box of a clip, the same in every frame, with noise that is another in every frame (Zhong et al., Random
 * Erasing, 2020).
 *
 * @param probability that a clip loses a box
 * @param box what it loses
 */
public record Erasing(double probability, RandomBox box) {
    private static final int TRIES = 100;

    public Erasing {
        Objects.requireNonNull(box, "box");
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException("the probability of erasing must be in [0, 1], but was " + probability);
        }
    }

    /** As Rev-MViT was trained on Kinetics: of every fourth clip 2 % to a third. */
    public static Erasing published() {
        return new Erasing(0.25, new RandomBox(0.02, 1.0 / 3, 1 / 0.3));
    }

    /**
     * One variation of a clip.
     *
     * @param clip [1, 3, T, H, W], normalised, so that normal noise is like it
     */
    NDArray apply(NDArray clip, SplittableRandom random) {
        FrameShape frame = new FrameShape(
                (int) clip.getShape().get(3), (int) clip.getShape().get(4));
        return draw(frame, random)
                .map(lost -> ViewScript.erased(clip, lost, random.nextLong()))
                .orElse(clip);
    }

    /** The box that a clip loses, if it does. */
    Optional<Box> draw(FrameShape frame, SplittableRandom random) {
        return random.nextDouble() < probability ? box.draw(frame, 1, TRIES, random) : Optional.empty();
    }
}
