package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What torch writes since 1.6: an archive of one folder with {@code data.pkl} and a file {@code data/KEY} a storage. */
final class ZipCheckpoint implements SavedObjects {
    /** The archive's first four bytes. */
    static final int SIGNATURE = 0x04034b50;

    private static final String PICKLE = "/data.pkl";
    private static final String BYTE_ORDER = "/byteorder";
    private static final String LITTLE = "little";

    private final ZipArchive archive;
    private final String folder;
    private final Object root;

    ZipCheckpoint(FileBytes bytes) throws IOException {
        archive = new ZipArchive(bytes);
        List<String> pickles = archive.names().stream()
                .filter(name -> name.endsWith(PICKLE) && name.indexOf('/') == name.length() - PICKLE.length())
                .toList();
        if (pickles.size() != 1) {
            throw new CheckpointException(
                    bytes.file(),
                    "it is a zip archive with " + pickles.size() + " files FOLDER" + PICKLE
                            + " instead of one; give what torch.save wrote");
        }
        String pickle = pickles.get(0);
        folder = pickle.substring(0, pickle.length() - PICKLE.length());
        if (archive.names().contains(folder + BYTE_ORDER)) {
            long size = archive.size(folder + BYTE_ORDER);
            if (size != LITTLE.length()
                    || !StandardCharsets.US_ASCII
                            .decode(archive.read(folder + BYTE_ORDER, size))
                            .toString()
                            .equals(LITTLE)) {
                throw new CheckpointException(
                        bytes.file(), "it is not little-endian; save it on a machine with an x86 or ARM processor");
            }
        }
        if (archive.size(pickle) > Unpickler.MAX_BYTES) {
            throw new CheckpointException(
                    bytes.file(),
                    "its pickle has " + archive.size(pickle) + " bytes; more than " + Unpickler.MAX_BYTES
                            + " are not read: save model.state_dict() alone");
        }
        ByteBuffer data = archive.read(pickle, archive.size(pickle));
        root = Unpickler.read(bytes.file(), data, new TorchObjects());
        if (data.hasRemaining()) {
            throw new CheckpointException(
                    bytes.file(), "its pickle is followed by " + data.remaining() + " bytes; get the file again");
        }
    }

    @Override
    public Object root() {
        return root;
    }

    @Override
    public ByteBuffer read(StorageRef storage) throws IOException {
        return archive.read(folder + "/data/" + storage.key(), storage.bytes());
    }
}
