package dev.rewind.model.checkpoint.pyth;

/**
 * A run of values in a checkpoint, whose bytes are not read yet.
 *
 * @param type what the values are
 * @param key under which the file keeps them
 * @param size how many values, as the file claims
 */
record StorageRef(ScalarType type, String key, long size) {
    private static final int MAX_KEY = 64;

    StorageRef {
        if (size < 0 || size > Long.MAX_VALUE / type.bytes()) {
            throw new IllegalArgumentException("a storage claims " + size + " values");
        }
        if (key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a storage has a key of " + key.length() + " characters");
        }
    }

    long bytes() {
        return size * type.bytes();
    }
}
