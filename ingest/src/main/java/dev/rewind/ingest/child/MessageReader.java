package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.decode.VideoFacts;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Reads messages of a process that a hostile video may have taken over: nothing is allocated before its length is known
 * to be small, and nothing is believed that does not fit.
 */
final class MessageReader {
    private static final int LONGEST_SIDE = 1 << 16;
    /** How a Java that crashed begins its report, on this stream and, whole, on the error stream: "#\n# ". */
    private static final int CRASH = 0x230A2320;

    private final DataInputStream in;
    private final int mostBytes;
    private long pictures;
    private Duration last = Duration.ZERO;

    /** @param mostBytes of one message */
    MessageReader(InputStream in, int mostBytes) {
        this.in = new DataInputStream(in);
        this.mostBytes = mostBytes;
    }

    /**
     * The next message; empty when there are no more.
     *
     * @throws ProtocolException if it is too long or ill-formed
     */
    Optional<Message> read() throws IOException {
        byte[] head = in.readNBytes(Integer.BYTES);
        if (head.length < Integer.BYTES) {
            return Optional.empty();
        }
        int length = new DataInputStream(new ByteArrayInputStream(head)).readInt();
        if (length == CRASH) {
            return Optional.empty();
        }
        if (length < 1 || length > mostBytes) {
            throw new ProtocolException("a message of " + Integer.toUnsignedString(length) + " bytes, where 1 to "
                    + mostBytes + " are allowed");
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            return Optional.empty();
        }
        DataInputStream fields = new DataInputStream(new ByteArrayInputStream(body));
        try {
            Message message = message(fields);
            if (fields.available() > 0) {
                throw new ProtocolException("a message with " + fields.available() + " bytes too many");
            }
            return Optional.of(message);
        } catch (EOFException | IllegalArgumentException e) {
            throw (ProtocolException) new ProtocolException("an ill-formed message: " + e.getMessage()).initCause(e);
        }
    }

    private Message message(DataInputStream fields) throws IOException {
        char kind = (char) fields.readUnsignedByte();
        return switch (kind) {
            case MessageWriter.READY -> new Message.Ready();
            case MessageWriter.HELLO -> new Message.Hello(facts(fields));
            case MessageWriter.PICTURE -> picture(fields);
            case MessageWriter.ALIVE -> new Message.Alive(fields.readLong());
            case MessageWriter.END ->
                new Message.End(new VideoEnd(
                        fields.readLong(), Optional.of(fields.readUTF()).filter(text -> !text.isEmpty())));
            case MessageWriter.REFUSAL -> new Message.Refusal(fields.readUTF());
            default -> throw new ProtocolException("a message of the unknown kind " + (int) kind);
        };
    }

    private static VideoFacts facts(DataInputStream fields) throws IOException {
        String container = fields.readUTF();
        String codec = fields.readUTF();
        int width = fields.readInt();
        int height = fields.readInt();
        int rotation = fields.readInt();
        double rate = fields.readDouble();
        long nanos = fields.readLong();
        long frames = fields.readLong();
        return new VideoFacts(
                container,
                codec,
                width,
                height,
                rotation,
                rate > 0 ? OptionalDouble.of(rate) : OptionalDouble.empty(),
                nanos >= 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty(),
                frames >= 0 ? OptionalLong.of(frames) : OptionalLong.empty());
    }

    private Message.Picture picture(DataInputStream fields) throws IOException {
        long sequence = fields.readLong();
        Duration timestamp = Duration.ofNanos(fields.readLong());
        int width = fields.readInt();
        int height = fields.readInt();
        byte[] jpeg = fields.readAllBytes();
        if (sequence != pictures || timestamp.compareTo(last) < 0) {
            throw new ProtocolException("picture " + sequence + " at " + timestamp + " where picture " + pictures
                    + " after " + last + " was due");
        }
        if (width > LONGEST_SIDE || height > LONGEST_SIDE || !isJpeg(jpeg)) {
            throw new ProtocolException("picture " + sequence + " of " + width + "x" + height + " in " + jpeg.length
                    + " bytes, which is no JPEG");
        }
        pictures++;
        last = timestamp;
        return new Message.Picture(sequence, new JpegFrame(jpeg, width, height, timestamp));
    }

    private static boolean isJpeg(byte[] bytes) {
        int end = bytes.length;
        return end > 4
                && bytes[0] == (byte) 0xff
                && bytes[1] == (byte) 0xd8
                && bytes[end - 2] == (byte) 0xff
                && bytes[end - 1] == (byte) 0xd9;
    }
}
