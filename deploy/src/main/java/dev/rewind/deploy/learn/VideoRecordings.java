package dev.rewind.deploy.learn;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.VideoFrame;
import dev.rewind.ingest.decode.VideoFrames;
import dev.rewind.model.FrameScaler;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.training.clips.Recording;
import dev.rewind.training.clips.RecordingReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives training the decoder of ingest: the two rooms do not know each other. */
public final class VideoRecordings implements RecordingReader {
    /** A labelled recording shows one action; far longer ones are a mistake, and would not fit into memory. */
    private static final int MOST_FRAMES = 10_000;

    @Override
    public Recording read(Path file, Scaling scaling) {
        List<byte[]> frames = new ArrayList<>();
        List<Duration> times = new ArrayList<>();
        try (VideoFrames video = VideoFrames.open(file.toString(), DecodeSettings.everyFrame())) {
            VideoFrame first = video.next().orElseThrow();
            FrameShape shape = scaling.of(new FrameShape(first.height(), first.width()));
            FrameScaler scaler = new FrameScaler(shape.height(), shape.width());
            for (Optional<VideoFrame> next = Optional.of(first); next.isPresent(); next = video.next()) {
                VideoFrame frame = next.get();
                byte[] scaled = new byte[shape.bytes()];
                scaler.scale(frame.rgb(), frame.width(), frame.height(), scaled, 0);
                frames.add(scaled);
                times.add(frame.timestamp());
                if (frames.size() > MOST_FRAMES) {
                    throw new CommandFailure(file + " has more than " + MOST_FRAMES
                            + " frames; cut it to the one action it is labelled with");
                }
            }
            return new Recording(shape, frames, times);
        }
    }
}
