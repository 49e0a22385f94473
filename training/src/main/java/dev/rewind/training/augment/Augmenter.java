package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.TorchScript;
import java.util.SplittableRandom;

/** Varies a batch of clips, as one affine warp and one colour change a clip. */
public final class Augmenter {
    private static final TorchScript SCRIPT = TorchScript.load(Augmenter.class, "warp");

    private final Augmentation settings;

    public Augmenter(Augmentation settings) {
        this.settings = settings;
    }

    /**
     * One variation of each clip.
     *
     * @param clips [B, 3, T, h, w], normalised, of any size
     * @return [B, 3, T, height, width]
     */
    public NDArray apply(NDArray clips, int height, int width, SplittableRandom random) {
        Shape shape = clips.getShape();
        long batch = shape.get(0);
        NDArray frames = clips.reshape(batch, 3 * shape.get(2), shape.get(3), shape.get(4));
        NDArray views = clips.getManager().create(views((int) batch, random), new Shape(batch, 2, 3));
        NDArray size = clips.getManager().create(new int[] {height, width});
        NDArray warped = SCRIPT.call("warp", frames, views, size).head().reshape(batch, 3, shape.get(2), height, width);
        return recoloured(warped, random);
    }

    /** One 2 x 3 matrix a clip, from the target's coordinates in [-1, 1] to the source's. */
    private float[] views(int batch, SplittableRandom random) {
        float[] theta = new float[batch * 6];
        for (int i = 0; i < batch; i++) {
            double side = 1 - settings.zoom() + 1.5 * settings.zoom() * random.nextDouble();
            double aspect = Math.exp(symmetric(random, settings.stretch()));
            double angle = Math.toRadians(symmetric(random, settings.rotation()));
            double mirror = settings.flip() && random.nextBoolean() ? -1 : 1;
            double sx = side * aspect;
            double sy = side / aspect;
            theta[6 * i] = (float) (mirror * sx * Math.cos(angle));
            theta[6 * i + 1] = (float) (-sy * Math.sin(angle));
            theta[6 * i + 2] = (float) (2 * symmetric(random, settings.shift()));
            theta[6 * i + 3] = (float) (mirror * sx * Math.sin(angle));
            theta[6 * i + 4] = (float) (sy * Math.cos(angle));
            theta[6 * i + 5] = (float) (2 * symmetric(random, settings.shift()));
        }
        return theta;
    }

    /** Moves every pixel between its grey and itself (saturation), and scales and shifts it (contrast, brightness). */
    private NDArray recoloured(NDArray clips, SplittableRandom random) {
        int batch = (int) clips.getShape().get(0);
        float[] saturation = new float[batch];
        float[] contrast = new float[batch * 3];
        float[] brightness = new float[batch * 3];
        for (int i = 0; i < batch; i++) {
            saturation[i] =
                    random.nextDouble() < settings.grey() ? 0 : (float) (1 + symmetric(random, settings.colour()));
            double scale = 1 + symmetric(random, settings.colour());
            double offset = 2 * symmetric(random, settings.colour());
            for (int c = 0; c < 3; c++) {
                contrast[3 * i + c] = (float) (scale * (1 + symmetric(random, settings.colour() / 4)));
                brightness[3 * i + c] = (float) (offset + symmetric(random, settings.colour() / 2));
            }
        }
        NDArray grey = clips.mean(new int[] {1}, true);
        NDArray keep = clips.getManager().create(saturation, new Shape(batch, 1, 1, 1, 1));
        NDArray scale = clips.getManager().create(contrast, new Shape(batch, 3, 1, 1, 1));
        NDArray offset = clips.getManager().create(brightness, new Shape(batch, 3, 1, 1, 1));
        return grey.add(clips.sub(grey).mul(keep)).mul(scale).add(offset);
    }

    private static double symmetric(SplittableRandom random, double limit) {
        return limit * (2 * random.nextDouble() - 1);
    }
}
