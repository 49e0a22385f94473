package dev.rewind.training.service;

import java.util.Optional;

/** When the next round begins. */
final class RoundSchedule {
    private final Rounds rounds;
    private final Quiet quiet;
    private long lastRound = System.nanoTime();
    private boolean due;

    RoundSchedule(Rounds rounds) {
        this.rounds = rounds;
        this.quiet = new Quiet(rounds.quiet());
    }

    /**
     * What a round still waits for.
     *
     * @param clips how many there are
     * @param fresh how many of them no round has seen
     */
    Optional<String> missing(int clips, long fresh, RoundClips parts) {
        boolean byTime = fresh > 0
                && rounds.every().isPresent()
                && System.nanoTime() - lastRound >= rounds.every().get().toNanos();
        if (clips < rounds.minClips()) {
            return Optional.of("has " + clips + " of the " + rounds.minClips() + " clips a round needs");
        }
        if (fresh < rounds.newClips() && !byTime) {
            return Optional.of("has " + fresh + " of the " + rounds.newClips() + " new clips a round needs");
        }
        if (parts.classes() < 2) {
            return Optional.of(
                    "has clips of " + parts.classes() + " of the 2 classes a round needs besides those held out");
        }
        if (parts.held().isEmpty()) {
            return Optional.of("holds out none of its clips; send more of them");
        }
        return Optional.empty();
    }

    /** A clip came. */
    void disturb() {
        quiet.disturb(System.nanoTime());
    }

    /** Whether a round that misses nothing begins now, or clips still come. */
    boolean isQuiet() {
        if (!due) {
            due = true;
            quiet.begin(System.nanoTime());
        }
        return quiet.isOver(System.nanoTime());
    }

    /** Something is missing. */
    void left() {
        due = false;
    }

    /** A round was done. */
    void done() {
        due = false;
        lastRound = System.nanoTime();
    }
}
