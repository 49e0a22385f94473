package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The bytes of a pickle, as opcodes and their arguments; a length is believed only as far as there are bytes. */
final class PickleInput {
    private static final int MAX_NAME = 200;

    private final Path file;
    private final ByteBuffer bytes;
    private int at;

    /**
     * The pickle at the position of a buffer.
     *
     * @param file named in messages
     */
    PickleInput(Path file, ByteBuffer bytes) {
        this.file = file;
        this.bytes = bytes;
    }

    /** The next opcode, whose place messages tell from now on. */
    int opcode() {
        at = bytes.position();
        return (int) unsigned(1);
    }

    /** A number of one, two or four bytes. */
    long unsigned(int length) {
        ByteBuffer number = take(length);
        return switch (length) {
            case 1 -> number.get() & 0xffL;
            case 2 -> number.getShort() & 0xffffL;
            default -> number.getInt() & 0xffffffffL;
        };
    }

    /** A two's complement number of at most 255 bytes; torch's own magic number has ten. */
    Number integer(int length) {
        byte[] bigEndian = new byte[length];
        ByteBuffer number = take(length);
        for (int i = length - 1; i >= 0; i--) {
            bigEndian[i] = number.get();
        }
        BigInteger value = length == 0 ? BigInteger.ZERO : new BigInteger(bigEndian);
        if (value.bitLength() < Long.SIZE) {
            return value.longValue();
        }
        return value;
    }

    double real() {
        return take(Double.BYTES).order(ByteOrder.BIG_ENDIAN).getDouble();
    }

    String text(long length) {
        ByteBuffer utf8 = take(length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
        } catch (CharacterCodingException e) {
            throw damaged("a string is no UTF-8");
        }
    }

    /** A name, which ends where its line does. */
    String line() {
        int start = bytes.position();
        for (int length = 0; length <= Math.min(MAX_NAME, bytes.remaining() - 1); length++) {
            if (bytes.get(start + length) == '\n') {
                String line = text(length);
                bytes.get();
                return line;
            }
        }
        throw damaged("a name has no end");
    }

    /** Passes over a frame's length: frames only tell a reader what to fetch at once. */
    void frame() {
        long length = take(Long.BYTES).getLong();
        if (length < 0 || length > bytes.remaining()) {
            throw damaged("a frame claims " + length + " bytes of " + bytes.remaining());
        }
    }

    private ByteBuffer take(long length) {
        if (length > bytes.remaining()) {
            throw damaged("it is cut off, or claims " + length + " bytes where there are " + bytes.remaining());
        }
        ByteBuffer taken = bytes.slice(bytes.position(), (int) length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.position(bytes.position() + (int) length);
        return taken;
    }

    /** Refuses what may be well written, but is no tensor. */
    CheckpointException refused(String what) {
        return new CheckpointException(
                file,
                "its pickle holds " + shortened(what) + " at byte " + at
                        + ", but only tensors are read: such a file can"
                        + " run code where Python loads it; get it from whom you trust, or save model.state_dict() alone");
    }

    CheckpointException damaged(String problem) {
        return new CheckpointException(
                file, "its pickle is damaged at byte " + at + ": " + shortened(problem) + "; get the file again");
    }

    private static String shortened(String text) {
        return text.length() <= 2 * MAX_NAME ? text : text.substring(0, 2 * MAX_NAME) + "...";
    }
}
