package dev.rewind.model.bench.memory;

/**
 * Memory that grows along a straight line.
 *
 * @param atFirst bytes at the first sample
 * @param each bytes of each further one
 */
public record Growth(long atFirst, long each) {
    private static final double MEBIBYTE = 1 << 20;
    private static final double MEGABYTE = 1e6;

    static Growth ofMebibytes(double atFirst, double each) {
        return new Growth(Math.round(MEBIBYTE * atFirst), Math.round(MEBIBYTE * each));
    }

    /** So much for every sample. */
    static Growth ofMegabytes(double each) {
        return new Growth(Math.round(MEGABYTE * each), Math.round(MEGABYTE * each));
    }

    /** Bytes of a batch. */
    public long at(int batch) {
        return atFirst + (batch - 1) * each;
    }
}
