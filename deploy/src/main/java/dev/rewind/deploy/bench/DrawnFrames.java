package dev.rewind.deploy.bench;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The frames of a drawn video, as ingest makes and sends them, of any number of streams. */
final class DrawnFrames {
    static final int PER_RECORD = 4;

    private static final int SHORT_SIDE = 128;
    private static final float QUALITY = 0.85f;
    private static final long SEED = 2026;

    /** So that streams do not show the same at the same time. */
    private static final int APART = 37;

    private final List<byte[]> pictures;

    private DrawnFrames(List<byte[]> pictures) {
        this.pictures = pictures;
    }

    /**
     * Draws the video and reads it.
     *
     * @param folder for the video
     * @param clip whose period the frames are sampled by
     */
    static DrawnFrames draw(Path folder, ClipSpec clip) {
        try {
            Path video = SyntheticVideos.writeDemo(folder, 0, SEED);
            JpegSettings settings = new JpegSettings(DecodeSettings.sampled(clip.period(), SHORT_SIDE), QUALITY);
            List<byte[]> pictures = new ArrayList<>();
            try (JpegFrames frames = DecodeMode.INLINE.open(video.toString(), settings, DecoderLimits.defaults())) {
                for (Optional<JpegFrame> next = frames.next(); next.isPresent(); next = frames.next()) {
                    pictures.add(next.get().jpeg());
                }
            }
            return new DrawnFrames(pictures);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }

    /**
     * Sends a record of {@link #PER_RECORD} frames.
     *
     * @param number of the stream
     * @param first the record's first frame within the stream
     * @param captured that frame
     * @param period between two frames
     */
    void send(RecordPublisher publisher, String stream, int number, long first, Instant captured, Duration period) {
        ByteArrayOutputStream bundle = new ByteArrayOutputStream();
        for (long frame = first; frame < first + PER_RECORD; frame++) {
            bundle.writeBytes(pictures.get((int) ((frame + (long) number * APART) % pictures.size())));
        }
        RecordHeaders headers = new RecordHeaders();
        new FrameHeaders(FrameHeaders.MOTION_JPEG, "bench", 0, first, captured, Optional.of(period))
                .writeTo(stream, headers);
        publisher.send(Topic.FRAMES, stream, bundle.toByteArray(), headers);
    }
}
