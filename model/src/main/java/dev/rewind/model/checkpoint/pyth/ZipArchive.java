package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * A zip or zip64 archive that nobody trusts. Nothing is believed that the file's size does not bear out, and every
 * checksum is looked at. The JDK's own reader allocates memory for as many entries as a file claims to have (2^29 of them
 * end in an OutOfMemoryError), does not look at checksums and does not mind two entries of one name.
 */
final class ZipArchive {
    private static final int ENTRY_SIGNATURE = 0x02014b50;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END64_SIGNATURE = 0x06064b50;
    private static final int LOCATOR_SIGNATURE = 0x07064b50;
    private static final int ENTRY_BYTES = 46;
    private static final int LOCAL_BYTES = 30;
    private static final int END_BYTES = 22;
    private static final int END64_BYTES = 56;
    private static final int LOCATOR_BYTES = 20;
    private static final int MAX_COMMENT = 0xffff;
    private static final int ZIP64_FIELD = 1;
    private static final long IN_ZIP64 = 0xffffffffL;
    private static final int ENCRYPTED = 1;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    private static final long MAX_DIRECTORY = 16 << 20;
    /** Torch stores its entries as they are; one that somebody deflated may have this much, and no more than can be. */
    private static final long MAX_INFLATED = 64 << 20;

    private static final long MAX_DEFLATE_RATIO = 1032;

    private final FileBytes bytes;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    /**
     * What the directory says of one entry.
     *
     * @param crc its checksum
     * @param packed its bytes in the file
     * @param size its bytes when unpacked
     * @param header where its local header begins
     */
    private record Entry(int method, int crc, long packed, long size, long header) {}

    /**
     * Reads the directory at the file's end.
     *
     * @throws CheckpointException if it is not what it should be
     */
    ZipArchive(FileBytes bytes) throws IOException {
        this.bytes = bytes;
        int length = (int) Math.min(bytes.size(), END_BYTES + MAX_COMMENT);
        ByteBuffer tail = bytes.read(bytes.size() - length, length, "the archive's end");
        for (int i = length - END_BYTES; i >= 0; i--) {
            if (tail.getInt(i) == END_SIGNATURE && i + END_BYTES + unsigned16(tail, i + 20) == length) {
                readEnd(tail.slice(i, END_BYTES).order(ByteOrder.LITTLE_ENDIAN), bytes.size() - length + i);
                return;
            }
        }
        throw damaged("it has no directory");
    }

    /** The names of its entries; they are looked up here only, never in a file system. */
    Set<String> names() {
        return entries.keySet();
    }

    /**
     * An entry's bytes, little-endian.
     *
     * @param size how many there must be
     * @throws CheckpointException if there are others, or they are damaged
     */
    ByteBuffer read(String name, long size) throws IOException {
        Entry entry = entry(name);
        if (entry.size != size) {
            throw new CheckpointException(
                    bytes.file(),
                    "entry '" + name + "' has " + entry.size + " bytes, but should have " + size
                            + "; the file is damaged or lies: get it again");
        }
        ByteBuffer local = bytes.read(entry.header, LOCAL_BYTES, "the header of '" + name + "'");
        if (local.getInt(0) != LOCAL_SIGNATURE) {
            throw damaged("entry '" + name + "' has no header at " + entry.header);
        }
        long begin = entry.header + LOCAL_BYTES + unsigned16(local, 26) + unsigned16(local, 28);
        ByteBuffer data = bytes.read(begin, entry.packed, "entry '" + name + "'");
        if (entry.method == DEFLATED) {
            data = inflated(name, data, (int) entry.size);
        }
        CRC32 crc = new CRC32();
        crc.update(data.duplicate());
        if ((int) crc.getValue() != entry.crc) {
            throw damaged("the checksum of entry '" + name + "' is wrong");
        }
        return data;
    }

    /**
     * How many bytes an entry has when unpacked.
     *
     * @throws CheckpointException if there is no such entry
     */
    long size(String name) {
        return entry(name).size;
    }

    private Entry entry(String name) {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw damaged("it has no entry '" + name + "'");
        }
        return entry;
    }

    private void readEnd(ByteBuffer end, long endsAt) throws IOException {
        long count = unsigned16(end, 10);
        long length = unsigned32(end, 12);
        long begin = unsigned32(end, 16);
        if (count == MAX_COMMENT || length == IN_ZIP64 || begin == IN_ZIP64) {
            ByteBuffer locator = bytes.read(endsAt - LOCATOR_BYTES, LOCATOR_BYTES, "the archive's zip64 locator");
            if (locator.getInt(0) != LOCATOR_SIGNATURE) {
                throw damaged("it has no zip64 locator");
            }
            ByteBuffer end64 = bytes.read(locator.getLong(8), END64_BYTES, "the archive's zip64 end");
            if (end64.getInt(0) != END64_SIGNATURE) {
                throw damaged("it has no zip64 end");
            }
            count = end64.getLong(32);
            length = end64.getLong(40);
            begin = end64.getLong(48);
        }
        if (length > MAX_DIRECTORY) {
            throw damaged("its directory claims " + length + " bytes");
        }
        ByteBuffer directory = bytes.read(begin, length, "the archive's directory");
        for (long i = 0; i < count; i++) {
            readEntry(directory);
        }
        if (count < 0 || directory.hasRemaining()) {
            throw damaged("its directory does not hold the " + count + " entries that it claims");
        }
    }

    private void readEntry(ByteBuffer directory) {
        int at = directory.position();
        if (directory.remaining() < ENTRY_BYTES || directory.getInt(at) != ENTRY_SIGNATURE) {
            throw damaged("its directory is no directory at byte " + at);
        }
        int nameLength = unsigned16(directory, at + 28);
        int extraLength = unsigned16(directory, at + 30);
        int length = ENTRY_BYTES + nameLength + extraLength + unsigned16(directory, at + 32);
        if (length > directory.remaining()) {
            throw damaged("its directory is cut off at byte " + at);
        }
        byte[] utf8 = new byte[nameLength];
        directory.get(at + ENTRY_BYTES, utf8);
        String name = new String(utf8, StandardCharsets.UTF_8);
        ByteBuffer wide = zip64(directory.slice(at + ENTRY_BYTES + nameLength, extraLength));
        long size = wide(name, unsigned32(directory, at + 24), wide);
        long packed = wide(name, unsigned32(directory, at + 20), wide);
        long header = wide(name, unsigned32(directory, at + 42), wide);
        int method = unsigned16(directory, at + 10);
        if ((unsigned16(directory, at + 8) & ENCRYPTED) != 0) {
            throw damaged("entry '" + name + "' is encrypted");
        }
        boolean possible = (method == STORED && size == packed)
                || (method == DEFLATED && size >= 0 && size <= MAX_INFLATED && size / MAX_DEFLATE_RATIO <= packed);
        if (!possible) {
            throw damaged("entry '" + name + "' claims " + size + " bytes out of " + packed + " by method " + method);
        }
        if (entries.put(name, new Entry(method, directory.getInt(at + 16), packed, size, header)) != null) {
            throw damaged("entry '" + name + "' is there twice");
        }
        directory.position(at + length);
    }

    /** The field that holds what 32 bits cannot; empty where there is none. */
    private static ByteBuffer zip64(ByteBuffer extra) {
        extra.order(ByteOrder.LITTLE_ENDIAN);
        while (extra.remaining() >= 4) {
            int id = extra.getShort() & 0xffff;
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            if (id == ZIP64_FIELD) {
                return extra.slice(extra.position(), length).order(ByteOrder.LITTLE_ENDIAN);
            }
            extra.position(extra.position() + length);
        }
        return ByteBuffer.allocate(0);
    }

    private long wide(String name, long narrow, ByteBuffer wide) {
        if (narrow != IN_ZIP64) {
            return narrow;
        }
        if (wide.remaining() < Long.BYTES) {
            throw damaged("entry '" + name + "' lacks its zip64 sizes");
        }
        return wide.getLong();
    }

    private ByteBuffer inflated(String name, ByteBuffer packed, int size) {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(packed);
            byte[] data = new byte[size + 1]; // one more, to see whether there is more
            int filled = 0;
            for (int got = 1; got > 0 && filled < data.length; filled += got) {
                got = inflater.inflate(data, filled, data.length - filled);
            }
            if (filled != size || !inflater.finished()) {
                throw damaged("entry '" + name + "' does not unpack to the " + size + " bytes that it claims");
            }
            return ByteBuffer.wrap(data, 0, size).order(ByteOrder.LITTLE_ENDIAN);
        } catch (DataFormatException e) {
            throw damaged("entry '" + name + "' cannot be unpacked: " + e.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static int unsigned16(ByteBuffer buffer, int at) {
        return buffer.getShort(at) & 0xffff;
    }

    private static long unsigned32(ByteBuffer buffer, int at) {
        return buffer.getInt(at) & 0xffffffffL;
    }

    private CheckpointException damaged(String problem) {
        return new CheckpointException(
                bytes.file(), "as a zip archive, " + problem + "; the file is damaged or cut off: get it again");
    }
}
