package dev.rewind.model.transform;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.WindowSampling.Starts;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The views of a recording whose scores are summed, as the published test recipe does: several clips spread over time,
 * each cut out at one place or at three along the longer side. One place leaves a margin of an eighth (a side of 256 for
 * squares of 224), three need none.
 *
 * @param clips spread over time; at least 1
 * @param crops of each clip: 1 in the middle, or 3 along the longer side
 * @param starts where the clips begin
 */
public record Views(int clips, int crops, Starts starts) {
    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,2})x([13])");

    public Views {
        Objects.requireNonNull(starts, "starts");
        if (clips < 1 || (crops != 1 && crops != 3)) {
            throw new IllegalArgumentException(
                    "views are at least 1 clip x 1 or 3 crops, but were " + clips + "x" + crops);
        }
    }

    /**
     * Reads a form such as {@code 5x1}: clips x crops.
     *
     * @throws IllegalArgumentException if it is no such form
     */
    public static Views parse(String text, Starts starts) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("views are written CLIPSxCROPS, such as 5x1, with 1 to 999 clips and"
                    + " 1 or 3 crops, but were '" + text + "'");
        }
        return new Views(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)), starts);
    }

    /** The size in which views are cut from a recording's frames. */
    public Scaling scaling(ClipSpec spec) {
        int side = side(spec);
        return new Scaling.ShortSide(crops == 1 ? Math.round(side * 8f / 7) : side);
    }

    /**
     * Cuts the views of one recording.
     *
     * @param frames packed RGB, scaled by {@link #scaling}
     * @param shape size of each frame
     * @param rate frames a second
     * @return clips x crops clips as the spec says, each packed RGB
     * @throws IllegalArgumentException if such a model has no such views; the message says why
     */
    public List<byte[]> of(ClipSpec spec, List<byte[]> frames, FrameShape shape, double rate) {
        int side = side(spec);
        WindowSampling sampling = new WindowSampling(spec);
        List<byte[]> views = new ArrayList<>(clips * crops);
        for (int clip = 0; clip < clips; clip++) {
            int[] indices = sampling.spread(frames.size(), rate, clip, clips, starts);
            for (int crop = 0; crop < crops; crop++) {
                Box box = Box.along(shape, side, crop, crops);
                byte[] view = new byte[spec.bytes()];
                for (int i = 0; i < indices.length; i++) {
                    box.copy(frames.get(indices[i]), shape, view, i * 3 * side * side);
                }
                views.add(view);
            }
        }
        return views;
    }

    /** The sum of the views' scores, each a row of softmax probabilities. */
    public static float[] sum(List<float[]> scores) {
        float[] sum = new float[scores.get(0).length];
        for (float[] row : scores) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += row[i];
            }
        }
        return sum;
    }

    /** Such as {@code 5x1}. */
    @Override
    public String toString() {
        return clips + "x" + crops;
    }

    private int side(ClipSpec spec) {
        if (spec.height() != spec.width()) {
            throw new IllegalArgumentException("views are square, but the model takes frames of " + spec.width() + " x "
                    + spec.height() + "; evaluate it without --views");
        }
        if (spec.sampling() == Sampling.WHOLE && clips > 1) {
            throw new IllegalArgumentException("the model takes whole recordings, so that all " + clips
                    + " clips of one would be the same; evaluate it with --views 1x" + crops + ", or without");
        }
        return spec.height();
    }
}
