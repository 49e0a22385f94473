package dev.rewind.ingest;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Sends one epoch of a stream: consecutive frames, bundled into records. */
final class FrameSender {
    /** Topics and producers refuse 1 MiB as they come; headers and the batch need some of it. */
    private static final int MOST_BYTES = 900_000;

    private final RecordPublisher publisher;
    private final Source source;
    private final IngestSettings settings;
    private final long epoch;
    private final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
    private int bundled;
    private Instant captured;
    private Instant decoded;
    private long sequence;

    FrameSender(RecordPublisher publisher, Source source, IngestSettings settings, long epoch) {
        this.publisher = publisher;
        this.source = source;
        this.settings = settings;
        this.epoch = epoch;
    }

    /**
     * Holds a frame to what a record takes.
     *
     * @param size of the picture in words, if it is known
     */
    static void requireFits(Source source, byte[] jpeg, String size) {
        if (jpeg.length > MOST_BYTES) {
            throw new SourceException("a frame of stream '" + source.stream() + "' takes " + jpeg.length + " bytes"
                    + size + ", but a record holds " + MOST_BYTES + "; lower the short side or the JPEG quality");
        }
    }

    void add(JpegFrame frame, Instant frameCaptured, Instant frameDecoded) {
        byte[] jpeg = frame.jpeg();
        requireFits(source, jpeg, " at " + frame.width() + "x" + frame.height());
        if (bundle.size() + jpeg.length > MOST_BYTES) {
            flush();
        }
        if (bundled == 0) {
            captured = frameCaptured;
            decoded = frameDecoded;
        }
        bundle.writeBytes(jpeg);
        bundled++;
        if (bundled == settings.framesPerRecord()) {
            flush();
        }
    }

    /** Leaves out the numbers of frames that were dropped, so that no clip spans them. */
    void skip(long frames) {
        if (frames > 0) {
            flush();
            sequence += frames;
        }
    }

    /** How many frames were added or skipped. */
    long nextSequence() {
        return sequence + bundled;
    }

    /** Sends the frames that wait for their record to fill. */
    void flush() {
        if (bundled == 0) {
            return;
        }
        RecordHeaders headers = new RecordHeaders();
        String type = bundled == 1 ? FrameHeaders.JPEG : FrameHeaders.MOTION_JPEG;
        new FrameHeaders(
                        type,
                        source.redacted(),
                        epoch,
                        sequence,
                        captured,
                        Optional.of(settings.period()),
                        Optional.of(decoded),
                        Optional.of(Instant.now()))
                .writeTo(source.stream(), headers);
        publisher.send(Topic.FRAMES, source.stream(), bundle.toByteArray(), headers);
        sequence += bundled;
        bundled = 0;
        bundle.reset();
    }
}
