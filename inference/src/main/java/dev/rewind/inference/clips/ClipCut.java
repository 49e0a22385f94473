package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import dev.rewind.topics.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How the clips of one stream are cut for one model.
 *
 * @param length frames of the stream that a clip spans
 * @param stride frames between the beginnings of consecutive clips
 * @param periodMicros between the frames that clips are cut from; those of a slower source are taken as they are
 * @param rateAsked whether somebody asked for that rate: then it holds by capture time for producers, too, that do not say
 *     how fast they are
 */
public record ClipCut(int length, int stride, long periodMicros, boolean rateAsked) {
    public ClipCut {
        if (length < 1 || stride < 1 || periodMicros < 1) {
            throw new IllegalArgumentException("length, stride and period of clips must be at least 1, but were "
                    + length + ", " + stride + " and " + periodMicros + " us");
        }
    }

    /** As the model asks for, each clip beginning half a clip after the last. */
    public static ClipCut ofTheModel(ClipSpec spec) {
        return ClipSettings.ofTheModel().cut(spec);
    }

    /** What labels say of it; empty where it is as the model asks for. */
    public Optional<Label.Cut> inWords(ClipSpec spec) {
        Double rate = rateAsked ? 1_000_000.0 / periodMicros : null;
        return equals(ofTheModel(spec)) ? Optional.empty() : Optional.of(new Label.Cut(length, stride, rate));
    }

    /**
     * The clip that a model sees of some frames: evenly spread over the length, so that a longer one is thinned out and
     * the frames of a shorter one are repeated. A clip that ended early stands still at its last frame.
     *
     * @param window consecutive frames, at most as many as the length
     * @param wanted how many the model takes
     */
    Clip clip(List<Frame> window, int wanted, long epoch) {
        List<Frame> seen = new ArrayList<>(wanted);
        for (int i = 0; i < wanted; i++) {
            seen.add(window.get(Math.min(nearest(i, wanted), window.size() - 1)));
        }
        // The repeated end is left out, for a clip says that by being short.
        while (seen.size() > 1 && seen.get(seen.size() - 1) == seen.get(seen.size() - 2)) {
            seen.remove(seen.size() - 1);
        }
        return new Clip(List.copyOf(seen), epoch);
    }

    /** The frame of the length at the place of one of those wanted; both begin and end together. */
    private int nearest(int place, int wanted) {
        return wanted == 1 ? length / 2 : (2 * place * (length - 1) + wanted - 1) / (2 * (wanted - 1));
    }
}
