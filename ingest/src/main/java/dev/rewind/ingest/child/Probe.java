package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoFacts;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a source is, and how much of it can be read.
 *
 * @param ok whether it can be played, be it in part
 * @param reason why it cannot, or what is wrong with it all the same; one line
 * @param facts what it says of itself, if it opened
 * @param frames how many could be decoded
 * @param expectedFrames how many there should be, as far as the container tells; never of a source without an end
 * @param damaged whether something of it is missing or broken
 */
public record Probe(
        boolean ok,
        Optional<String> reason,
        Optional<VideoFacts> facts,
        long frames,
        OptionalLong expectedFrames,
        boolean damaged) {
    public Probe {
        Objects.requireNonNull(reason, "reason");
        Objects.requireNonNull(facts, "facts");
        Objects.requireNonNull(expectedFrames, "expectedFrames");
    }

    /**
     * Decodes a source to its end in a process of its own; one that has no end, for a while.
     *
     * @param source the path of a file, an rtsp(s), rtmp(s), srt or http(s) URL, or a camera such as {@code /dev/video0}
     * @param silence the longest wait for an address to answer or a live source to send something
     * @param watch how long to read what has no end
     */
    public static Probe of(String source, Duration silence, Duration watch) {
        return of(source, silence, watch, OpenSettings.defaults(), DecoderLimits.defaults());
    }

    /**
     * The same.
     *
     * @param open how it is opened, and what is let in
     * @param limits what the process may take
     */
    public static Probe of(String source, Duration silence, Duration watch, OpenSettings open, DecoderLimits limits) {
        // The quality is that of pictures, and none are made.
        JpegSettings settings = new JpegSettings(new DecodeSettings(Optional.empty(), 0, silence, open), 0);
        try (ChildFrames frames = ChildFrames.counting(source, settings, limits)) {
            return watched(frames, watch);
        } catch (SourceException e) {
            return refused(e);
        }
    }

    /** What is to be said of a source that does not open. */
    public static Probe refused(SourceException reason) {
        return new Probe(false, Optional.of(reason.getMessage()), Optional.empty(), 0, OptionalLong.empty(), false);
    }

    /** The same, with another reason. */
    public Probe because(Optional<String> other) {
        return new Probe(ok, other, facts, frames, expectedFrames, damaged);
    }

    private static Probe watched(ChildFrames frames, Duration watch) {
        VideoFacts facts = frames.facts();
        try {
            frames.count(facts.duration().isPresent() ? Optional.empty() : Optional.of(watch));
        } catch (SourceException e) {
            return new Probe(
                    false, Optional.of(e.getMessage()), Optional.of(facts), frames.decoded(), facts.frames(), true);
        }
        Optional<String> damage = frames.end().flatMap(end -> end.damage());
        return new Probe(
                true,
                damage,
                Optional.of(facts),
                frames.decoded(),
                damage.isPresent() ? expected(facts) : facts.frames(),
                damage.isPresent());
    }

    /** Counted by the container, or else by the clock; the latter is too coarse to say of a whole video. */
    private static OptionalLong expected(VideoFacts facts) {
        if (facts.frames().isPresent()
                || facts.rate().isEmpty()
                || facts.duration().isEmpty()) {
            return facts.frames();
        }
        double seconds = facts.duration().get().toNanos() / 1e9;
        return OptionalLong.of(Math.round(seconds * facts.rate().getAsDouble()));
    }
}
