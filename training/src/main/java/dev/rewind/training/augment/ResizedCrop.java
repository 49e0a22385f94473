package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Cuts a random box out of a clip, the same of every frame, and scales it to the network's size, whatever its shape.
 *
 * @param box what is cut out
 */
public record ResizedCrop(RandomBox box) {
    private static final int TRIES = 10;

    public ResizedCrop {
        Objects.requireNonNull(box, "box");
    }

    /** As Rev-MViT was trained on Kinetics: anything from 8 % of the frame to all of it. */
    public static ResizedCrop published() {
        return new ResizedCrop(new RandomBox(0.08, 1, 4.0 / 3));
    }

    /**
     * One view of a clip.
     *
     * @param frames [T, 3, h, w]
     * @param view the network's size
     * @return [T, 3, H, W], between pixels by linear interpolation
     */
    NDArray apply(NDArray frames, FrameShape view, SplittableRandom random) {
        FrameShape frame = new FrameShape(
                (int) frames.getShape().get(2), (int) frames.getShape().get(3));
        return ViewScript.resized(frames, draw(frame, random), view);
    }

    /** A random box, or the largest in the middle where none fits soon. */
    Box draw(FrameShape frame, SplittableRandom random) {
        return box.draw(frame, 0, TRIES, random).orElseGet(() -> middle(frame));
    }

    private Box middle(FrameShape frame) {
        int height = Math.min(frame.height(), (int) Math.rint(frame.width() * box.stretch()));
        int width = Math.min(frame.width(), (int) Math.rint(frame.height() * box.stretch()));
        return new Box((frame.height() - height) / 2, (frame.width() - width) / 2, height, width);
    }
}
