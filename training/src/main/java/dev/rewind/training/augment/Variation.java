package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import java.util.Objects;

/**
 * What one training step sees.
 *
 * @param clips [B, 3, T, H, W], colours normalised as {@link dev.rewind.model.ClipTensor#rgb} does
 * @param labels what they are
 */
public record Variation(NDArray clips, SoftLabels labels) {
    public Variation {
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(labels, "labels");
    }
}
