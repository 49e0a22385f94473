package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.kernels.TorchScript;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;

/**
 * The operations of RandAugment, as pictures of bytes know them: values are whole numbers from 0 to 255, held as floats,
 * and stay such. The amount, in [-1, 1], is 0 where an operation changes least; it becomes the operation's own strength.
 * What comes into a moved frame from outside is grey, 128; between pixels, moved frames are cubic.
 */
enum Operation {
    /** The darkest value of each channel becomes 0, the brightest 255. */
    AUTO_CONTRAST(amount -> 0),
    /** Every value of each channel becomes as frequent as any other. */
    EQUALIZE(amount -> 0),
    INVERT(amount -> 0),
    /** Degrees anticlockwise. */
    ROTATE(amount -> 30 * amount),
    /** Upper bits kept of each value. */
    POSTERIZE(amount -> 4 - Math.floor(4 * Math.abs(amount))),
    /** Values from this one on are inverted. */
    SOLARIZE(amount -> 256 - Math.floor(256 * Math.abs(amount))),
    /** Added to values below 128. */
    SOLARIZE_ADD(amount -> Math.floor(110 * Math.abs(amount))),
    /** Times as far from its own grey. */
    COLOUR(amount -> 1 + 0.9 * amount),
    /** Times as far from the frame's mean grey. */
    CONTRAST(amount -> 1 + 0.9 * amount),
    /** Times as far from black. */
    BRIGHTNESS(amount -> 1 + 0.9 * amount),
    /** Times as far from the smoothed frame. */
    SHARPNESS(amount -> 1 + 0.9 * amount),
    /** Columns to the left for each row. */
    SHEAR_X(amount -> 0.3 * amount),
    /** Rows up for each column. */
    SHEAR_Y(amount -> 0.3 * amount),
    /** Widths to the left. */
    TRANSLATE_X(amount -> 0.45 * amount),
    /** Heights up. */
    TRANSLATE_Y(amount -> 0.45 * amount);

    private static final TorchScript SCRIPT = TorchScript.load(Operation.class, "rand_augment");

    private final DoubleUnaryOperator strength;

    Operation(DoubleUnaryOperator strength) {
        this.strength = strength;
    }

    double strength(double amount) {
        return strength.applyAsDouble(amount);
    }

    /**
     * Applies the operation to every frame by itself.
     *
     * @param frames [T, 3, H, W]
     * @param strength as {@link #strength} gives it
     */
    NDArray apply(NDArray frames, double strength) {
        long height = frames.getShape().get(2);
        long width = frames.getShape().get(3);
        double cos = Math.cos(Math.toRadians(strength));
        double sin = Math.sin(Math.toRadians(strength));
        double y = height / 2.0;
        double x = width / 2.0;
        return switch (this) {
            case ROTATE -> moved(frames, cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y);
            case SHEAR_X -> moved(frames, 1, strength, 0, 0, 1, 0);
            case SHEAR_Y -> moved(frames, 1, 0, 0, strength, 1, 0);
            case TRANSLATE_X -> moved(frames, 1, 0, strength * width, 0, 1, 0);
            case TRANSLATE_Y -> moved(frames, 1, 0, 0, 0, 1, strength * height);
            default -> {
                NDArray number = frames.getManager().create((float) strength);
                yield SCRIPT.call(name().toLowerCase(Locale.ROOT), frames, number)
                        .head();
            }
        };
    }

    /** Reads each pixel at another place, which two rows of a matrix give for its column and row. */
    private static NDArray moved(NDArray frames, double... matrix) {
        return SCRIPT.call("moved", frames, frames.getManager().create(matrix)).head();
    }
}
