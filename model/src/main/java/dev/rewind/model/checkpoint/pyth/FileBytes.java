package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file whose bytes are read where they are wanted; no memory is taken for bytes that it does not have. */
final class FileBytes implements AutoCloseable {
    /** The longest array, and so the most that can be read at once. */
    private static final long MAX_READ = Integer.MAX_VALUE - 8;

    private final Path file;
    private final FileChannel channel;
    private final long size;

    FileBytes(Path file) throws IOException {
        this.file = file;
        this.channel = FileChannel.open(file, StandardOpenOption.READ);
        this.size = channel.size();
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /**
     * Bytes of the file, little-endian.
     *
     * @param what they are, for the message
     * @throws CheckpointException if the file does not have them
     */
    ByteBuffer read(long from, long length, String what) throws IOException {
        if (from < 0 || length < 0 || from > size - length) {
            throw new CheckpointException(
                    file,
                    what + " should have " + length + " bytes at " + from + ", but the file ends at " + size
                            + "; it is cut off or damaged: get it again");
        }
        if (length > MAX_READ) {
            throw new CheckpointException(
                    file, what + " has " + length + " bytes; pieces of 2 GiB and more cannot be read");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new CheckpointException(file, "it became shorter while it was read: get it again");
            }
        }
        return bytes.flip();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
