package dev.rewind.inference.overload;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What becomes of clips that come faster than they can be scored. */
public enum OverloadPolicy {
    /** Frames wait on the broker; every clip is labelled, however late. */
    WAIT,
    /** What has waited longest is left out, of the streams of the lowest priority first, so that labels are fresh. */
    DROP_OLDEST,
    /** Of each stream only every second, fourth, ... clip is labelled, as if the stride were longer. */
    STRETCH,
    /** A cheaper model labels. */
    THIN;

    /** As users write it, such as {@code drop-oldest}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * The policy of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static OverloadPolicy named(String word) {
        return Arrays.stream(values())
                .filter(policy -> policy.word().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no way '" + word
                        + "' to be behind; choose one of "
                        + Arrays.stream(values()).map(OverloadPolicy::word).collect(Collectors.joining(", "))));
    }
}
