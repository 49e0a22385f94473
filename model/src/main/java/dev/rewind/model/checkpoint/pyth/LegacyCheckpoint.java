package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What torch wrote before 1.6: pickles of a magic number, a version, the machine, the object and the storages' keys, then
 * of each storage its number of values in 8 bytes, and the values.
 */
final class LegacyCheckpoint implements SavedObjects {
    /** The first opcode of a pickle. */
    static final byte FIRST_BYTE = (byte) 0x80;

    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private final FileBytes bytes;
    private final Object root;
    private final Map<StorageRef, Long> positions = new HashMap<>();

    LegacyCheckpoint(FileBytes bytes) throws IOException {
        this.bytes = bytes;
        Path file = bytes.file();
        ByteBuffer pickles = bytes.read(0, Math.min(bytes.size(), Unpickler.MAX_BYTES), "the file");
        TorchObjects objects = new TorchObjects();
        if (!MAGIC.equals(Unpickler.read(file, pickles, objects))) {
            throw new CheckpointException(file, "it is a pickle, but none that torch.save wrote");
        }
        if (!Long.valueOf(VERSION).equals(Unpickler.read(file, pickles, objects))) {
            throw new CheckpointException(
                    file, "it has another version than " + VERSION + "; save it with torch 1.6 or newer");
        }
        if (!(Unpickler.read(file, pickles, objects) instanceof Map<?, ?> machine)
                || !Boolean.TRUE.equals(machine.get("little_endian"))) {
            throw new CheckpointException(
                    file, "it is not little-endian; save it on a machine with an x86 or ARM processor");
        }
        root = Unpickler.read(file, pickles, objects);
        if (!(Unpickler.read(file, pickles, objects) instanceof List<?> keys)) {
            throw new CheckpointException(file, "it has no list of storages; the file is damaged: get it again");
        }
        long end = pickles.position();
        for (Object key : keys) {
            // Only a string is looked up: the hash of a list can take forever.
            StorageRef storage = key instanceof String ? objects.storages().get(key) : null;
            if (storage == null || positions.containsKey(storage)) {
                throw new CheckpointException(
                        file, "it lists a storage twice, or one without a tensor; the file is damaged: get it again");
            }
            end = locate(storage, end);
        }
        if (end != bytes.size()) {
            throw new CheckpointException(
                    file,
                    "its tensors end at byte " + end + " of " + bytes.size() + "; the file is damaged: get it again");
        }
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public ByteBuffer read(StorageRef storage) throws IOException {
        Long position = positions.get(storage);
        if (position == null) {
            throw new CheckpointException(
                    bytes.file(), "storage " + storage.key() + " is not in the file; it is damaged: get it again");
        }
        return bytes.read(position, storage.bytes(), "storage " + storage.key());
    }

    /** Where the storage after this one begins, whose number of values is at the given byte. */
    private long locate(StorageRef storage, long at) throws IOException {
        long count = bytes.read(at, Long.BYTES, "the size of storage " + storage.key())
                .getLong();
        long begin = at + Long.BYTES;
        if (count != storage.size() || storage.bytes() > bytes.size() - begin) {
            throw new CheckpointException(
                    bytes.file(),
                    "storage " + storage.key() + " has " + count + " values in " + (bytes.size() - begin)
                            + " bytes, but its tensors want " + storage.size() + " of "
                            + storage.type().bytes()
                            + " bytes; the file is cut off or lies: get it again");
        }
        positions.put(storage, begin);
        return begin + storage.bytes();
    }
}
