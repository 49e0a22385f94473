package dev.rewind.model;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What the C library has handed out and not got back: libtorch's arrays and direct buffers, but none of the heap. */
public final class NativeMemory {
    private NativeMemory() {}

    public static boolean measurable() {
        try {
            return Platform.isLinux() && used() > 0;
        } catch (UnsatisfiedLinkError e) {
            return false;
        }
    }

    /** Bytes in use; direct buffers that nothing holds count until the collector has run. */
    public static long used() {
        Mallinfo2 info = Native.load("c", GnuC.class).mallinfo2();
        return info.uordblks.longValue() + info.hblkhd.longValue();
    }

    /** KiB of the whole process that lie in memory, its heap among them; Linux alone says. */
    public static long resident() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/status"))) {
            String line =
                    lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", ""));
        }
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
