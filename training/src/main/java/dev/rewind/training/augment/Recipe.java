package dev.rewind.training.augment;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import java.util.List;
import java.util.SplittableRandom;

/** How training clips are drawn and varied. */
public sealed interface Recipe permits Augmentation, PublishedRecipe {
    /** What clips are cut from: larger than the network's frames, so that zooming in loses nothing. */
    Footage footage(ClipSpec spec);

    /** Variations of each clip, side by side in the batch. */
    int repeats();

    /**
     * Varies a batch, as the random state alone decides.
     *
     * @param manager owns what comes out
     * @param spec the clips that the network takes
     * @param clips drawn from the {@link #footage}
     */
    Variation vary(NDManager manager, ClipSpec spec, List<LabelledClip> clips, SplittableRandom random);
}
