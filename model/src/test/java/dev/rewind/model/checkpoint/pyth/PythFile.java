package dev.rewind.model.checkpoint.pyth;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;

/** Writes objects as torch.save does. */
public enum PythFile {
    /** Since torch 1.6. */
    ZIP {
        @Override
        public void write(Path file, Object root) throws IOException {
            PickleWriter pickle = PickleWriter.modern().value(root);
            write(file, pickle.stop(), pickle.tensors());
        }

        @Override
        void write(Path file, byte[] pickle, Map<String, SavedTensor> tensors) throws IOException {
            try (ZipWriter zip = new ZipWriter(file)) {
                zip.stored("archive/data.pkl", pickle);
                for (SavedTensor tensor : tensors.values()) {
                    String name = "archive/data/" + tensor.key();
                    if (tensor.data() == null) {
                        zip.zeros(name, Float.BYTES * tensor.claimed());
                    } else {
                        zip.stored(name, tensor.data());
                    }
                }
                zip.stored("archive/version", new byte[] {'3', '\n'});
            }
        }
    },

    /** Before. */
    LEGACY {
        @Override
        public void write(Path file, Object root) throws IOException {
            PickleWriter pickle = new PickleWriter(true).value(root);
            write(file, pickle.stop(), pickle.tensors());
        }

        @Override
        void write(Path file, byte[] pickle, Map<String, SavedTensor> tensors) throws IOException {
            try (FileChannel out = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                out.write(ByteBuffer.wrap(pickled(new BigInteger("1950a86a20f9469cfc6c", 16))));
                out.write(ByteBuffer.wrap(pickled(1001)));
                out.write(ByteBuffer.wrap(pickled(Map.of("protocol_version", 1001, "little_endian", true))));
                out.write(ByteBuffer.wrap(pickle));
                out.write(ByteBuffer.wrap(pickled(List.copyOf(tensors.keySet()))));
                for (SavedTensor tensor : tensors.values()) {
                    out.write(ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(0, tensor.claimed()));
                    if (tensor.data() == null) {
                        // One byte at the end, so that the file reaches there.
                        out.position(out.position() + Float.BYTES * tensor.claimed() - 1);
                        out.write(ByteBuffer.allocate(1));
                    } else {
                        out.write(tensor.data().duplicate());
                    }
                }
            }
        }
    };

    /** Writes an object of plain data and {@link SavedTensor}s. */
    public abstract void write(Path file, Object root) throws IOException;

    /** Writes a pickle, and the storages of tensors. */
    abstract void write(Path file, byte[] pickle, Map<String, SavedTensor> tensors) throws IOException;

    /** The pickle of plain data. */
    static byte[] pickled(Object value) {
        return PickleWriter.modern().value(value).stop();
    }
}
