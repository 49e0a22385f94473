package dev.rewind.model.bench.step;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/** Memory that was freed, but that the C library keeps for later: what is in use cannot be told while it is there. */
final class FreedMemory {
    private static final Function TRIM = trim();

    private FreedMemory() {}

    /** Gives it back to the system, where the C library can. */
    static void giveBack() {
        if (TRIM != null) {
            long keep = 0;
            TRIM.invokeInt(new Object[] {keep});
        }
    }

    /** Glibc's own function; null in another C library. */
    private static Function trim() {
        try {
            return NativeLibrary.getInstance("c").getFunction("malloc_trim");
        } catch (UnsatisfiedLinkError e) {
            return null;
        }
    }
}
