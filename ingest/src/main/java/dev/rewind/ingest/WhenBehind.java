package dev.rewind.ingest;

/** What becomes of the frames of a live source that come faster than they can be sent. Those of files always wait. */
public enum WhenBehind {
    /** The source waits; one that cannot falls ever further behind, or breaks off. */
    WAIT,
    /** Those that wait longest are dropped: what is sent stays close to now. */
    DROP_OLDEST,
    /** Those that come are dropped until there is room again. */
    DROP_NEWEST;

    /**
     * Reads {@code drop-oldest} and its like.
     *
     * @throws IllegalArgumentException if it is none of them
     */
    public static WhenBehind named(String text) {
        for (WhenBehind policy : values()) {
            if (policy.name().replace('_', '-').equalsIgnoreCase(text)) {
                return policy;
            }
        }
        throw new IllegalArgumentException("it takes drop-oldest, drop-newest or wait, but was given '" + text + "'");
    }
}
