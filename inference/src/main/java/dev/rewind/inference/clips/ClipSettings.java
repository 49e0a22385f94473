package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import java.util.HashSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody asks of a stream's clips; what is empty is left to the model.
 *
 * @param frames of the stream that a clip spans; the model takes as many as it does evenly out of them
 * @param rate frames a second that clips are cut from
 * @param stride frames, at that rate, between the beginnings of consecutive clips; half a clip when empty
 */
public record ClipSettings(Optional<Integer> frames, Optional<Double> rate, Optional<Integer> stride) {
    /** Longer clips would keep that many decoded frames of every stream in memory. */
    private static final int MOST_FRAMES = 256;

    private static final int LONGEST_STRIDE = 1_000_000;
    private static final double HIGHEST_RATE = 1000;

    public ClipSettings {
        Objects.requireNonNull(frames, "frames");
        Objects.requireNonNull(rate, "rate");
        Objects.requireNonNull(stride, "stride");
        frames.ifPresent(n -> require(n >= 1 && n <= MOST_FRAMES, "the frames of a clip must be 1 to 256", n));
        rate.ifPresent(r ->
                require(r >= 0.001 && r <= HIGHEST_RATE, "the rate of clips must be 0.001 to 1000 frames a second", r));
        stride.ifPresent(n -> require(n >= 1 && n <= LONGEST_STRIDE, "the stride of clips must be at least 1", n));
    }

    /** Everything as the model asks for. */
    public static ClipSettings ofTheModel() {
        return new ClipSettings(Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** As the model asks for, but with clips that begin so many frames after each other. */
    public static ClipSettings withStride(int stride) {
        return new ClipSettings(Optional.empty(), Optional.empty(), Optional.of(stride));
    }

    /**
     * Reads such as {@code frames:32,rate:5,stride:8}, each part at most once.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static ClipSettings parse(String text) {
        ClipSettings settings = ofTheModel();
        Set<String> seen = new HashSet<>();
        for (String part : text.split(",", -1)) {
            String[] words = part.split(":", -1);
            if (words.length != 2 || !seen.add(words[0])) {
                throw unreadable(part, text);
            }
            settings = settings.with(words[0], words[1], text);
        }
        return settings;
    }

    /** These, and those of all streams where these say nothing. */
    ClipSettings or(ClipSettings all) {
        return new ClipSettings(frames.or(all::frames), rate.or(all::rate), stride.or(all::stride));
    }

    /** What that comes to with a model. */
    ClipCut cut(ClipSpec spec) {
        int length = frames.orElse(spec.frames());
        long period =
                rate.map(r -> Math.round(1_000_000 / r)).orElse(spec.period().toNanos() / 1000);
        return new ClipCut(length, stride.orElse(Math.max(1, length / 2)), Math.max(1, period), rate.isPresent());
    }

    private ClipSettings with(String name, String value, String all) {
        try {
            return switch (name) {
                case "frames" -> new ClipSettings(Optional.of(Integer.valueOf(value)), rate, stride);
                case "rate" -> new ClipSettings(frames, Optional.of(Double.valueOf(value)), stride);
                case "stride" -> new ClipSettings(frames, rate, Optional.of(Integer.valueOf(value)));
                default -> throw unreadable(name + ":" + value, all);
            };
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "'" + value + "' of the clip settings '" + all + "' is no number; write such as frames:32", e);
        }
    }

    private static IllegalArgumentException unreadable(String part, String all) {
        return new IllegalArgumentException("'" + part + "' of the clip settings '" + all
                + "' is not understood; write frames:N, rate:N or stride:N, each once, with commas between them");
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but was " + found);
        }
    }
}
