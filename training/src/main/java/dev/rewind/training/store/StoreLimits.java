package dev.rewind.training.store;

/**
 * How much the clip store may hold.
 *
 * @param clips beyond these are refused
 * @param bytes of all files together; a clip that would go beyond them is refused
 * @param frames of one clip; of a longer one so many are kept, evenly spread
 */
public record StoreLimits(int clips, long bytes, int frames) {
    public StoreLimits {
        if (clips < 2 || bytes < 1 || frames < 2) {
            throw new IllegalArgumentException("the clip store needs room for 2 clips, a byte and 2 frames of a clip at"
                    + " least, but was given " + clips + ", " + bytes + " and " + frames);
        }
    }

    /** 20,000 clips of at most 128 frames in 8 GiB. */
    public static StoreLimits usual() {
        return new StoreLimits(20_000, 8L << 30, 128);
    }
}
