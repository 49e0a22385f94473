package dev.rewind.model.checkpoint.pyth;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip archives as torch does, or of entries that claim what they are not. */
final class ZipWriter implements AutoCloseable {
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    private static final int SATURATED = 0xffffffff;

    private final FileChannel file;
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private final boolean wide;
    private long entries;

    ZipWriter(Path path) throws IOException {
        this(path, false);
    }

    /**
     * An archive.
     *
     * @param wide whether it is written as zip64
     */
    ZipWriter(Path path, boolean wide) throws IOException {
        this.wide = wide;
        file = FileChannel.open(
                path, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
    }

    ZipWriter stored(String name, byte[] data) throws IOException {
        return stored(name, ByteBuffer.wrap(data));
    }

    ZipWriter stored(String name, ByteBuffer data) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(data.duplicate());
        return entry(name, STORED, crc.getValue(), data, data.remaining());
    }

    /** Zeros that take no room on the disk. */
    ZipWriter zeros(String name, long size) throws IOException {
        CRC32 crc = new CRC32();
        byte[] some = new byte[1 << 20];
        for (long left = size; left > 0; left -= some.length) {
            crc.update(some, 0, (int) Math.min(left, some.length));
        }
        begin(name, STORED, crc.getValue(), size, size);
        file.position(file.position() + size);
        return this;
    }

    ZipWriter deflated(String name, byte[] data) throws IOException {
        return deflated(name, data, data.length);
    }

    ZipWriter deflated(String name, byte[] data, long claimed) throws IOException {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
        deflater.setInput(data);
        deflater.finish();
        byte[] packed = new byte[data.length + 64];
        int length = deflater.deflate(packed);
        deflater.end();
        CRC32 crc = new CRC32();
        crc.update(data);
        return entry(name, DEFLATED, crc.getValue(), ByteBuffer.wrap(packed, 0, length), claimed);
    }

    /** An entry that claims a size, a method and a checksum. */
    ZipWriter entry(String name, int method, long crc, ByteBuffer packed, long size) throws IOException {
        begin(name, method, crc, packed.remaining(), size);
        file.write(packed.duplicate());
        return this;
    }

    /** Writes the directory, unless that has been done. */
    @Override
    public void close() throws IOException {
        if (file.isOpen()) {
            finish(entries);
        }
    }

    /** Writes the directory, claiming a number of entries. */
    void finish(long claimed) throws IOException {
        try (file) {
            long begin = file.position();
            file.write(ByteBuffer.wrap(directory.toByteArray()));
            if (wide) {
                long end64 = file.position();
                file.write(buffer(56)
                        .putInt(0x06064b50)
                        .putLong(44)
                        .putInt(0)
                        .putLong(0)
                        .putLong(claimed)
                        .putLong(claimed)
                        .putLong(directory.size())
                        .putLong(begin)
                        .flip());
                file.write(buffer(20)
                        .putInt(0x07064b50)
                        .putInt(0)
                        .putLong(end64)
                        .putInt(1)
                        .flip());
            }
            file.write(buffer(22)
                    .putInt(0x06054b50)
                    .putInt(0)
                    .putShort((short) (wide ? SATURATED : claimed))
                    .putShort((short) (wide ? SATURATED : claimed))
                    .putInt(wide ? SATURATED : directory.size())
                    .putInt(wide ? SATURATED : (int) begin)
                    .putShort((short) 0)
                    .flip());
        }
    }

    private void begin(String name, int method, long crc, long packed, long size) throws IOException {
        byte[] utf8 = name.getBytes(UTF_8);
        long header = file.position();
        ByteBuffer local = buffer(30 + utf8.length);
        local.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) method);
        local.putInt(0).putInt((int) crc).putInt((int) packed).putInt((int) size);
        file.write(local.putShort((short) utf8.length)
                .putShort((short) 0)
                .put(utf8)
                .flip());
        byte[] record = new byte[46 + utf8.length + (wide ? 28 : 0)];
        ByteBuffer entry = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        entry.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putShort((short) 0);
        entry.putShort((short) method).putInt(0).putInt((int) crc);
        entry.putInt(wide ? SATURATED : (int) packed).putInt(wide ? SATURATED : (int) size);
        entry.putShort((short) utf8.length).putShort((short) (wide ? 28 : 0)).putShort((short) 0);
        entry.putShort((short) 0).putShort((short) 0).putInt(0).putInt(wide ? SATURATED : (int) header);
        entry.put(utf8);
        if (wide) {
            entry.putShort((short) 1)
                    .putShort((short) 24)
                    .putLong(size)
                    .putLong(packed)
                    .putLong(header);
        }
        directory.writeBytes(record);
        entries++;
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
