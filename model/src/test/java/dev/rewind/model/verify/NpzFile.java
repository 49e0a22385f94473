package dev.rewind.model.verify;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes NumPy archives, right ones and others. */
final class NpzFile {
    private NpzFile() {}

    /** One tensor, row-major. */
    record Tensor(long[] shape, float[] values) {
        /** As {@code numpy.save} writes it. */
        byte[] npy() {
            String axes = Arrays.stream(shape).mapToObj(axis -> axis + ", ").collect(Collectors.joining());
            return NpzFile.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (" + axes + "), }", values);
        }
    }

    static byte[] npy(String header, float... values) {
        ByteBuffer bytes = ByteBuffer.allocate(10 + header.length() + 1 + Float.BYTES * values.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0})
                .putShort((short) (header.length() + 1))
                .put((header + "\n").getBytes(StandardCharsets.US_ASCII));
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }

    static void write(Path file, Map<String, Tensor> tensors) throws IOException {
        writeEntries(
                file,
                ZipEntry.STORED,
                tensors.entrySet().stream()
                        .collect(Collectors.toMap(entry -> entry.getKey() + ".npy", entry -> entry.getValue()
                                .npy())));
    }

    static void writeEntries(Path file, int method, Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            for (Map.Entry<String, byte[]> content : entries.entrySet()) {
                ZipEntry entry = new ZipEntry(content.getKey());
                entry.setMethod(method);
                if (method == ZipEntry.STORED) {
                    CRC32 crc = new CRC32();
                    crc.update(content.getValue());
                    entry.setCrc(crc.getValue());
                    entry.setSize(content.getValue().length);
                }
                zip.putNextEntry(entry);
                zip.write(content.getValue());
            }
        }
        Files.write(file, bytes.toByteArray());
    }
}
