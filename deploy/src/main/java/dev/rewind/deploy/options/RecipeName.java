package dev.rewind.deploy.options;

import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.augment.PublishedRecipe;
import dev.rewind.training.augment.Recipe;
import dev.rewind.training.optimize.Optimization;

/** The recipes that a user can name. */
enum RecipeName {
    /** For a few hundred recordings. */
    STANDARD,
    /** For clips that vary by themselves. */
    LIGHT,
    /** What Rev-MViT was trained with on Kinetics. */
    KINETICS;

    /** @param flip whether half of the clips are mirrored */
    Recipe recipe(boolean flip) {
        return switch (this) {
            case STANDARD -> Augmentation.standard(flip);
            case LIGHT -> Augmentation.light(flip);
            case KINETICS -> PublishedRecipe.kinetics(flip);
        };
    }

    /** @param clips of one step */
    Optimization optimization(int clips) {
        return this == KINETICS ? Optimization.kinetics(clips) : Optimization.small();
    }
}
