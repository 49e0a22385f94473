package dev.rewind.inference.clips;

/**
 * What kept the frames of a stream from being one row, since this process took the stream over.
 *
 * @param repeated frames that had been seen before, and were left out
 * @param late frames that came after later ones, and were left out
 * @param foreign frames of an older epoch or another source, left out while the stream's own came
 * @param gaps frames were missing: the clip began again, its rest was dropped
 * @param jumps capture times leapt: the clip ended as if the stream had fallen silent, and another began
 */
public record Irregularities(long repeated, long late, long foreign, long gaps, long jumps) {
    public static final Irregularities NONE = new Irregularities(0, 0, 0, 0, 0);

    Irregularities and(FrameOrder order) {
        return switch (order) {
            case REPEATED -> new Irregularities(repeated + 1, late, foreign, gaps, jumps);
            case LATE -> new Irregularities(repeated, late + 1, foreign, gaps, jumps);
            case FOREIGN -> new Irregularities(repeated, late, foreign + 1, gaps, jumps);
            case GAP -> new Irregularities(repeated, late, foreign, gaps + 1, jumps);
            case JUMP -> new Irregularities(repeated, late, foreign, gaps, jumps + 1);
            case NEXT, NEW -> this;
        };
    }
}
