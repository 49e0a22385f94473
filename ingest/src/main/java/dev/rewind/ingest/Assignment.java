package dev.rewind.ingest;

import java.util.Objects;
import java.util.Optional;

/**
 * On whose behalf streams are played, as {@code progress} tells it.
 *
 * @param worker which ingest worker plays; empty outside of any
 * @param revision of the source on {@code sources} that is played; empty if it comes from elsewhere
 */
public record Assignment(Optional<String> worker, Optional<Long> revision) {
    private static final Assignment NONE = new Assignment(Optional.empty(), Optional.empty());

    public Assignment {
        Objects.requireNonNull(worker, "worker");
        Objects.requireNonNull(revision, "revision");
    }

    /** What a command line names. */
    public static Assignment none() {
        return NONE;
    }

    /** What the topic {@code sources} names. */
    public static Assignment of(String worker, long revision) {
        return new Assignment(Optional.of(worker), Optional.of(revision));
    }
}
