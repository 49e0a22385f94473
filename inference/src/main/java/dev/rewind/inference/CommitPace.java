package dev.rewind.inference;

/**
 * How often the labels of a stream thread are committed: soon, for readers see them only then, and not for each label,
 * for a commit takes the broker and the thread some milliseconds. One commit covers all partitions of a thread, so that
 * they share its pace.
 */
final class CommitPace {
    private static final long APART_MILLIS = 50;

    private boolean labels;
    private long committedAt;

    /** A label was sent. */
    void sent() {
        labels = true;
    }

    /** Whether it is time for a commit, which whoever is told so must ask for. */
    boolean isDue(long now) {
        if (!labels || now - committedAt < APART_MILLIS) {
            return false;
        }
        labels = false;
        committedAt = now;
        return true;
    }
}
