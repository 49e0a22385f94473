package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.WindowSampling;
import java.util.SplittableRandom;

/** Chooses the frames of a recording that make a clip. */
final class FrameSampling {
    /** In training the whole of an action is anything from this share of its recording up. */
    private static final double SHORTEST_WHOLE = 0.8;
    /** And it is done up to so much faster or slower, as a logarithm. */
    private static final double TEMPO = 0.15;

    private FrameSampling() {}

    /** The clip that evaluation sees: the whole recording, or its middle. */
    static byte[] fixed(DecodedFrames recording, ClipSpec spec) {
        int wanted = spec.height() * spec.width() * 3;
        if (recording.shape().bytes() != wanted) {
            throw new IllegalArgumentException("a clip of " + spec.height() + " x " + spec.width() + " pixels cannot be"
                    + " cut from frames of " + recording.shape().bytes() + " bytes; decode them in that size");
        }
        double end = recording.length().toNanos();
        double span = span(spec, end);
        return clip(recording, nearest(recording, spec, (end - span) / 2, span));
    }

    /** A clip at a random moment, a little faster or slower; of a whole action with random margins. */
    static byte[] random(DecodedFrames recording, ClipSpec spec, SplittableRandom random) {
        double end = recording.length().toNanos();
        double span = spec.sampling() == ClipSpec.Sampling.WHOLE
                ? end * (SHORTEST_WHOLE + (1 - SHORTEST_WHOLE) * random.nextDouble())
                : Math.min(end, wanted(spec) * Math.exp(TEMPO * (2 * random.nextDouble() - 1)));
        return clip(recording, nearest(recording, spec, (end - span) * random.nextDouble(), span));
    }

    /** A clip at a random moment, its frames spread over a window. */
    static byte[] randomWindow(DecodedFrames recording, ClipSpec spec, SplittableRandom random) {
        int length = recording.times().size();
        return clip(recording, new WindowSampling(spec).at(length, recording.rate(), random.nextDouble()));
    }

    /** A recording shorter than the clip is spread over it: frames that stand still would say that someone stops. */
    private static double span(ClipSpec spec, double end) {
        return spec.sampling() == ClipSpec.Sampling.WHOLE ? end : Math.min(wanted(spec), end);
    }

    private static double wanted(ClipSpec spec) {
        return spec.period().toNanos() * (spec.frames() - 1.0);
    }

    /** The frames nearest in time. */
    private static int[] nearest(DecodedFrames recording, ClipSpec spec, double from, double span) {
        double step = span / Math.max(1, spec.frames() - 1);
        int[] indices = new int[spec.frames()];
        int frame = 0;
        for (int i = 0; i < indices.length; i++) {
            double time = from + i * step;
            while (frame + 1 < recording.times().size()
                    && Math.abs(recording.times().get(frame + 1).toNanos() - time)
                            <= Math.abs(recording.times().get(frame).toNanos() - time)) {
                frame++;
            }
            indices[i] = frame;
        }
        return indices;
    }

    private static byte[] clip(DecodedFrames recording, int[] indices) {
        int frameBytes = recording.shape().bytes();
        byte[] clip = new byte[indices.length * frameBytes];
        for (int i = 0; i < indices.length; i++) {
            recording.copy(indices[i], clip, i * frameBytes);
        }
        return clip;
    }
}
