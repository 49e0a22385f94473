package dev.rewind.deploy.bench;

import java.util.Locale;

/** Amounts of memory, as people write them. */
final class Bytes {
    private static final double MEBIBYTE = 1 << 20;

    private Bytes() {}

    /** In MiB; what is null was not measured. */
    static String shown(Long bytes) {
        return bytes == null ? "not measured" : String.format(Locale.ROOT, "%.1f MiB", bytes / MEBIBYTE);
    }
}
