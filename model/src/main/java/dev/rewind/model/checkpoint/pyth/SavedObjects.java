package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** What torch.save wrote: an object, and beside it the bytes of the storages that its tensors lie in. */
interface SavedObjects {
    /** The object, of plain data and {@link StridedView}s. */
    Object root();

    /**
     * Reads a storage, little-endian.
     *
     * @throws CheckpointException if the file does not hold as many bytes as it claims
     */
    ByteBuffer read(StorageRef storage) throws IOException;

    /**
     * Opens a file in either of torch's two formats.
     *
     * @throws CheckpointException if it is in neither, damaged, or holds anything but tensors and plain data
     */
    static SavedObjects in(FileBytes bytes) throws IOException {
        ByteBuffer start = bytes.read(0, Math.min(bytes.size(), Integer.BYTES), "the file");
        if (start.remaining() == Integer.BYTES && start.getInt(0) == ZipCheckpoint.SIGNATURE) {
            return new ZipCheckpoint(bytes);
        }
        if (start.hasRemaining() && start.get(0) == LegacyCheckpoint.FIRST_BYTE) {
            return new LegacyCheckpoint(bytes);
        }
        throw new CheckpointException(
                bytes.file(),
                "it is no checkpoint that torch.save wrote, neither a zip archive nor a pickle; is it a web page or a"
                        + " pointer to the file instead? get it again");
    }
}
