package dev.rewind.ingest.synthetic;

import java.util.Locale;
import java.util.SplittableRandom;

/** Something that can be seen in a clip, drawn for a network to learn what movements look like. */
sealed interface Act permits Gesture, Exercise {
    /** The class name, such as {@code hand-left}. */
    String label();

    /** One performance of it: who does it, where and how is drawn. */
    Shot shot(SplittableRandom random);

    /** An enum's name in lower case, its words apart. */
    static String words(Enum<?> act) {
        return act.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
