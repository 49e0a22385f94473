package dev.rewind.deploy.bench;

/** How the reversible mode walked back, for people. */
final class WalkWords {
    private WalkWords() {}

    /**
     * A few words.
     *
     * @param slice clips; null for as many as are fastest
     * @param streams {@code float} or {@code fixed}
     */
    static String of(Integer slice, String streams) {
        return (slice == null ? "by the fastest slices" : "by slices of " + slice)
                + (streams.equals("fixed") ? " in fixed point" : "");
    }
}
