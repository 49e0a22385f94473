package dev.rewind.deploy.replay;

import java.util.Optional;

/** What a replay has done so far. For one thread. */
final class Tally {
    private long clips;
    private long passedOver;
    private String firstReason;

    void labelled() {
        clips++;
    }

    void passedOver(String reason) {
        passedOver++;
        firstReason = firstReason == null ? reason : firstReason;
    }

    /** Clips that were labelled. */
    long clips() {
        return clips;
    }

    /** Records, labels and clips that gave nothing. */
    long passedOver() {
        return passedOver;
    }

    /** Why the first of these did not; the others mostly have the same. */
    Optional<String> firstReason() {
        return Optional.ofNullable(firstReason);
    }
}
