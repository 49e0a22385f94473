package dev.rewind.topics.frames;

import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.UnreadableRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the JPEGs in a record by walking their segments. The decoder itself fills what a cut-off JPEG lacks with grey and
 * says nothing, so that a record counts as whole only if every image reaches its end marker.
 */
public final class MotionJpeg {
    /** More than any bundle needs; a record of thousands of tiny JPEGs would hold up the other streams. */
    public static final int MAX_FRAMES = 256;

    /** Progressive JPEGs have about ten; each costs a walk over the whole picture, however few bytes it takes. */
    private static final int MAX_SCANS = 32;

    private static final int START_OF_IMAGE = 0xD8;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int START_OF_SCAN = 0xDA;
    private static final int FIRST_RESTART = 0xD0;

    private final byte[] bytes;
    private int at;

    private MotionJpeg(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * One JPEG within a record.
     *
     * @param offset of its first byte
     * @param length in bytes
     */
    public record Span(int offset, int length) {}

    /**
     * The JPEGs of a record, as its content-type says: one, or one after another.
     *
     * @throws UnreadableRecordException if the type is another, or the value is not what it says
     */
    public static List<Span> spans(String contentType, byte[] value) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return switch (type) {
            case FrameHeaders.JPEG -> List.of(first(value));
            case FrameHeaders.MOTION_JPEG -> all(value);
            default ->
                throw new UnreadableRecordException("the content-type is '" + contentType + "', but only "
                        + FrameHeaders.JPEG + " and " + FrameHeaders.MOTION_JPEG + " can be read");
        };
    }

    /**
     * The one JPEG a record begins with; bytes after it, such as a camera's preview picture, are left out.
     *
     * @throws UnreadableRecordException if it begins with none, or that is cut off or damaged
     */
    public static Span first(byte[] bytes) {
        return new MotionJpeg(bytes).image(0);
    }

    /**
     * All JPEGs of a record that holds nothing else.
     *
     * @throws UnreadableRecordException if there is anything else, or more than {@link #MAX_FRAMES} of them
     */
    public static List<Span> all(byte[] bytes) {
        MotionJpeg walk = new MotionJpeg(bytes);
        List<Span> spans = new ArrayList<>();
        do {
            if (spans.size() == MAX_FRAMES) {
                throw new UnreadableRecordException(
                        "the record holds more than " + MAX_FRAMES + " frames; send fewer frames in each record");
            }
            spans.add(walk.image(spans.size()));
        } while (walk.at < bytes.length);
        return spans;
    }

    private Span image(int number) {
        int start = at;
        if (bytes.length - at < 2 || unsigned(at) != 0xFF || unsigned(at + 1) != START_OF_IMAGE) {
            throw new UnreadableRecordException("frame " + number + " is no JPEG: byte " + at + " of " + bytes.length
                    + " should begin one; send JPEG, or name the content-type");
        }
        at += 2;
        int scans = 0;
        while (true) {
            int marker = marker(number);
            if (marker == END_OF_IMAGE) {
                return new Span(start, at - start);
            }
            skipSegment(number);
            if (marker == START_OF_SCAN) {
                scans++;
                if (scans > MAX_SCANS) {
                    throw new UnreadableRecordException("frame " + number + " has more than " + MAX_SCANS
                            + " scans; encode it as an ordinary JPEG");
                }
                skipScan();
            }
        }
    }

    private int marker(int number) {
        if (at < bytes.length && unsigned(at) != 0xFF) {
            throw new UnreadableRecordException("frame " + number + " is damaged: byte " + at + " of " + bytes.length
                    + " should begin a segment; encode it again");
        }
        while (at < bytes.length && unsigned(at) == 0xFF) {
            at++;
        }
        if (at >= bytes.length) {
            throw cutOff(number);
        }
        return unsigned(at++);
    }

    private void skipSegment(int number) {
        if (bytes.length - at < 2) {
            throw cutOff(number);
        }
        int length = unsigned(at) << 8 | unsigned(at + 1);
        if (length < 2) {
            throw new UnreadableRecordException("frame " + number + " is damaged: the segment at byte " + at
                    + " claims a length of " + length + "; encode it again");
        }
        at += length;
    }

    /** Passes over compressed data up to the next marker; 0xFF00 is data and restart markers belong to the scan. */
    private void skipScan() {
        while (at < bytes.length - 1) {
            int next = unsigned(at + 1);
            boolean ends = unsigned(at) == 0xFF && next != 0 && next != 0xFF && (next < FIRST_RESTART || next > 0xD7);
            if (ends) {
                return;
            }
            at++;
        }
        at = bytes.length;
    }

    private UnreadableRecordException cutOff(int number) {
        return new UnreadableRecordException("frame " + number + " is cut off after " + bytes.length
                + " bytes: its end marker is missing; send the whole picture");
    }

    private int unsigned(int index) {
        return bytes[index] & 0xFF;
    }
}
