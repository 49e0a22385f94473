package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import java.util.List;
import java.util.SplittableRandom;

/** Where training clips come from: recordings, or a generator. */
public interface ClipSource {
    /** Class names; labels index them. */
    List<String> classes();

    /** How many clips make one epoch. */
    int size();

    /** Says in one line what clips there are: another one where any that could be drawn is another. */
    String fingerprint();

    /**
     * One clip for training. The same random state gives the same clip.
     *
     * @param index from 0 to size
     * @param spec the clip's frames and, where they are not of a recording's own shape, their size
     * @param random chooses the moment where there is a choice
     */
    LabelledClip draw(int index, ClipSpec spec, SplittableRandom random);
}
