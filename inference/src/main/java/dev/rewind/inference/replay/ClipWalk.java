package dev.rewind.inference.replay;

import java.util.function.Consumer;

/** A way through clips of the past, each stream in its order; few of them are in memory at a time. */
public interface ClipWalk {
    /**
     * Walks to the end.
     *
     * @param clip takes a clip
     * @param passedOver takes the reason why a record or a label gave no clip, in one line
     */
    void walk(Consumer<PastClip> clip, Consumer<String> passedOver);
}
