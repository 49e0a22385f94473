package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.FrameScaler;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.JpegDecoder;
import dev.rewind.topics.frames.MotionJpeg;
import dev.rewind.topics.frames.Picture;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;

/** Turns a record of {@code frames} into frames at the model's size: all of them, or none if any cannot be read. */
public final class FrameDecoder {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final Duration LONGEST_PERIOD = Duration.ofDays(1);
    private static final long MAX_SEQUENCE = Long.MAX_VALUE / 2;

    private final int height;
    private final int width;
    private final FrameScaler scaler;

    public FrameDecoder(ClipSpec clip) {
        height = clip.height();
        width = clip.width();
        scaler = new FrameScaler(height, width);
    }

    /**
     * Decodes one record.
     *
     * @param timestamp the record's own, in milliseconds since 1970; when its first frame was captured, unless the
     *     headers say so
     * @throws UnreadableRecordException if the value is not what its content-type says, or a header makes no sense
     */
    public FrameBundle decode(long offset, long timestamp, Headers headers, byte[] value) {
        if (value == null || value.length == 0) {
            throw new UnreadableRecordException("the record has no value; send a JPEG");
        }
        FrameHeaders attributes = FrameHeaders.read(headers, timestamp);
        boolean numbered = headers.lastHeader("ce_sequence") != null;
        long first = microsOf(attributes.captured());
        long period = attributes.period().map(FrameDecoder::microsOf).orElse(FrameBundle.UNKNOWN);
        if (attributes.sequence() > MAX_SEQUENCE) {
            throw new UnreadableRecordException(
                    "the sequence " + attributes.sequence() + " is too large; count the frames of each epoch from 0");
        }
        List<Frame> frames = new ArrayList<>();
        for (MotionJpeg.Span span : MotionJpeg.spans(attributes.contentType(), value)) {
            int index = frames.size();
            FrameRef ref = new FrameRef(offset, index, first + index * period);
            frames.add(new Frame(ref, scaled(JpegDecoder.decode(value, span))));
        }
        long sequence = numbered ? attributes.sequence() : FrameBundle.UNNUMBERED;
        int source = attributes.source().hashCode();
        return new FrameBundle(attributes.epoch(), sequence, period, source, frames);
    }

    private byte[] scaled(Picture picture) {
        byte[] rgb = new byte[height * width * 3];
        scaler.scale(picture.rgb(), picture.width(), picture.height(), rgb, 0);
        return rgb;
    }

    private static long microsOf(Instant captured) {
        if (captured.isBefore(Instant.EPOCH) || captured.isAfter(LATEST)) {
            throw new UnreadableRecordException(
                    "the capture time " + captured + " lies outside 1970 to 2200; set the producer's clock");
        }
        return captured.getEpochSecond() * 1_000_000 + captured.getNano() / 1000;
    }

    private static long microsOf(Duration period) {
        if (period.isNegative() || period.isZero() || period.compareTo(LONGEST_PERIOD) > 0) {
            throw new UnreadableRecordException(
                    "the frame period " + period + " must lie between 1 us and one day; correct ce_periodus");
        }
        return period.toNanos() / 1000;
    }
}
