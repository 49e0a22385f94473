package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * NumPy archives of float32 tensors, as {@code numpy.savez} writes them. Whatever else is refused here: DJL reads number
 * formats that then end the whole process.
 */
final class Npz {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final Pattern HEADER =
            Pattern.compile("\\{'descr': '(.*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), *\\}\\s*");

    private Npz() {}

    /**
     * One tensor of an archive.
     *
     * @param values row-major
     */
    record Tensor(Shape shape, FloatBuffer values) {
        /** A copy on a manager's device. */
        NDArray on(NDManager manager) {
            return manager.create(values.duplicate(), shape);
        }
    }

    /**
     * Every tensor of an archive, by name.
     *
     * @throws CaseException if it is none
     */
    static Map<String, Tensor> read(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().toList()) {
                if (entry.getMethod() != ZipEntry.STORED) {
                    throw new CaseException(file.getFileName() + " is compressed; write it with numpy.savez");
                }
                String name = entry.getName().replaceFirst("\\.npy$", "");
                String where = file.getFileName() + ": '" + name + "'";
                try (InputStream in = zip.getInputStream(entry)) {
                    byte[] bytes = in.readAllBytes();
                    requireWhole(where, bytes, entry.getCrc());
                    tensors.put(name, tensor(where, bytes));
                }
            }
            return tensors;
        } catch (IOException | IllegalArgumentException e) {
            throw new CaseException(file.getFileName() + " cannot be read: " + e.getMessage() + "; copy it again", e);
        }
    }

    private static void requireWhole(String where, byte[] bytes, long expected) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes);
        if (checksum.getValue() != expected) {
            throw new CaseException(where + " is damaged, its checksum is another; copy it again");
        }
    }

    private static Tensor tensor(String where, byte[] bytes) {
        ByteBuffer npy = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            byte[] magic = new byte[MAGIC.length];
            npy.get(magic);
            if (!Arrays.equals(magic, MAGIC)) {
                throw new CaseException(where + " is no NumPy array");
            }
            int version = npy.getShort() & 0xff;
            int length = version == 1 ? npy.getShort() & 0xffff : npy.getInt();
            byte[] header = new byte[Math.max(0, Math.min(length, npy.remaining()))];
            npy.get(header);
            Shape shape = shape(where, new String(header, StandardCharsets.ISO_8859_1));
            if (size(shape) * Float.BYTES != npy.remaining()) {
                throw new CaseException(where + " has " + npy.remaining() + " bytes, which are not float32 " + shape);
            }
            return new Tensor(shape, npy.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer());
        } catch (BufferUnderflowException e) {
            throw new CaseException(where + " ends in its middle; copy it again", e);
        }
    }

    private static Shape shape(String where, String header) {
        Matcher found = HEADER.matcher(header);
        if (!found.matches()) {
            throw new CaseException(where + " has a header that cannot be read: " + header.strip());
        }
        if (!found.group(1).equals("<f4") || !found.group(2).equals("False")) {
            throw new CaseException(where + " should be <f4 in C order, but is " + found.group(1)
                    + (found.group(2).equals("True") ? " in Fortran order" : ""));
        }
        return new Shape(Arrays.stream(found.group(3).split("[, ]+"))
                .filter(axis -> !axis.isEmpty())
                .mapToLong(axis -> axis.length() < 10 ? Long.parseLong(axis) : Integer.MAX_VALUE)
                .toArray());
    }

    /** How many values it has; any more than an array may hold count as that many, so that no product overflows. */
    private static long size(Shape shape) {
        return Arrays.stream(shape.getShape()).reduce(1, (size, axis) -> Math.min(size * axis, Integer.MAX_VALUE));
    }
}
