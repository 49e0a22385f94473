package dev.rewind.deploy.options;

import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.augment.PublishedRecipe;
import dev.rewind.training.augment.Recipe;

/** The recipes that a user can name. */
enum RecipeName {
    /** For a few hundred recordings. */
    STANDARD,
    /** For clips that vary by themselves. */
    LIGHT,
    /** What Rev-MViT was trained with on Kinetics. */
    PUBLISHED;

    /** @param flip whether half of the clips are mirrored */
    Recipe recipe(boolean flip) {
        return switch (this) {
            case STANDARD -> Augmentation.standard(flip);
            case LIGHT -> Augmentation.light(flip);
            case PUBLISHED -> PublishedRecipe.kinetics(flip);
        };
    }
}
