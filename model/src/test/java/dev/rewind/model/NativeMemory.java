package dev.rewind.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;

/** What the C library has handed out and not got back: libtorch's arrays and direct buffers, but none of the heap. */
final class NativeMemory {
    private NativeMemory() {}

    static boolean measurable() {
        try {
            return Platform.isLinux() && used() > 0;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Bytes in use; direct buffers that nothing holds count until the collector has run. */
    static long used() {
        Mallinfo2 info = Native.load("c", GnuC.class).mallinfo2();
        return info.uordblks.longValue() + info.hblkhd.longValue();
    }

    /** The part of glibc that is used here. */
    public interface GnuC extends Library {
        Mallinfo2 mallinfo2();
    }

    /** As malloc.h declares it; in use are uordblks in arenas and hblkhd in mappings of their own. */
    @FieldOrder({
        "arena",
        "ordblks",
        "smblks",
        "hblks",
        "hblkhd",
        "usmblks",
        "fsmblks",
        "uordblks",
        "fordblks",
        "keepcost"
    })
    public static final class Mallinfo2 extends Structure implements Structure.ByValue {
        public NativeLong arena;
        public NativeLong ordblks;
        public NativeLong smblks;
        public NativeLong hblks;
        public NativeLong hblkhd;
        public NativeLong usmblks;
        public NativeLong fsmblks;
        public NativeLong uordblks;
        public NativeLong fordblks;
        public NativeLong keepcost;
    }
}
