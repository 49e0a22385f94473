package dev.rewind.training.store;

import dev.rewind.model.FrameScaler;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.JpegDecoder;
import dev.rewind.topics.frames.MotionJpeg;
import dev.rewind.topics.frames.Picture;
import dev.rewind.training.clips.Recording;
import dev.rewind.training.clips.RecordingReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Turns a clip's bytes into frames: JPEGs one after another here, every other format where the video decoder lives. */
final class ClipDecoder {
    private final RecordingReader videos;

    ClipDecoder(RecordingReader videos) {
        this.videos = videos;
    }

    /**
     * Decodes a clip.
     *
     * @param part a file that the decoder may write to
     * @throws UnreadableRecordException if it cannot be decoded
     * @throws IOException if the file cannot be written
     */
    Recording decode(ConsumerRecord<String, byte[]> clip, Optional<String> contentType, Scaling scaling, Path part)
            throws IOException {
        if (contentType.filter(ClipDecoder::isPictures).isPresent()) {
            return pictures(clip, contentType.get(), scaling);
        }
        Files.write(part, clip.value());
        try {
            return videos.read(part, scaling);
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(
                    "the clip cannot be decoded: " + e.getMessage() + "; send a video file", e);
        }
    }

    private static boolean isPictures(String contentType) {
        String type = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return type.equals(FrameHeaders.MOTION_JPEG) || type.equals(FrameHeaders.JPEG);
    }

    private static Recording pictures(ConsumerRecord<String, byte[]> clip, String contentType, Scaling scaling) {
        List<MotionJpeg.Span> spans = MotionJpeg.spans(contentType, clip.value());
        Optional<Duration> period =
                FrameHeaders.read(clip.headers(), clip.timestamp()).period();
        if (spans.size() > 1 && period.filter(time -> time.toNanos() > 0).isEmpty()) {
            throw new UnreadableRecordException("the clip is " + spans.size() + " JPEGs and does not say how far apart"
                    + " they are; add the header ce_periodus with microseconds");
        }
        List<byte[]> frames = new ArrayList<>(spans.size());
        List<Duration> times = new ArrayList<>(spans.size());
        FrameShape shape = null;
        for (MotionJpeg.Span span : spans) {
            Picture picture = JpegDecoder.decode(clip.value(), span);
            FrameShape wanted = scaling.of(new FrameShape(picture.height(), picture.width()));
            shape = shape == null ? wanted : shape;
            byte[] frame = new byte[shape.bytes()];
            new FrameScaler(shape.height(), shape.width())
                    .scale(picture.rgb(), picture.width(), picture.height(), frame, 0);
            times.add(period.orElse(Duration.ZERO).multipliedBy(frames.size()));
            frames.add(frame);
        }
        return new Recording(shape, frames, times);
    }
}
