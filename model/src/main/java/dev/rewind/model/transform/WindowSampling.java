package dev.rewind.model.transform;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import java.util.Objects;

/**
 * Chooses a clip's frames as the published recipe does: spread evenly over a window of the recording, from the window's
 * first frame to its last. The window is as long as all of the clip's periods, so that 16 frames of every fourth lie 4.2
 * frames apart, not 4. Of a whole action the window is the whole recording.
 *
 * @param spec the clips
 */
public record WindowSampling(ClipSpec spec) {
    /** Times are whole microseconds: a window of 64 frames may seem to be 63.9999, of which the last is number 62. */
    private static final double WINDOW_DIGITS = 1000;
    /** Keeps a frame that is meant exactly from becoming the one before. */
    private static final double ROUNDING = 1e-9;

    /** Where the windows of one recording begin. */
    public enum Starts {
        /** Each with its part of what is left beside one window, so that none reaches the end: as Rev-MViT was tested. */
        PARTS,
        /** From the beginning to the end, in steps of whole frames; a single one in the middle: as MViT was tested. */
        ENDS
    }

    public WindowSampling {
        Objects.requireNonNull(spec, "spec");
    }

    /**
     * One of several clips that are spread over a recording.
     *
     * @param length frames of the recording
     * @param rate frames a second of the recording
     * @param clip which clip, from 0
     * @param clips how many there are
     * @return the index of each frame; the recording's last is repeated where it is shorter than the window
     */
    public int[] spread(int length, double rate, int clip, int clips, Starts starts) {
        double slack = slack(length, rate);
        double start =
                switch (starts) {
                    case PARTS -> slack * clip / clips;
                    case ENDS -> clips == 1 ? Math.floor(slack / 2) : clip * Math.floor(slack / (clips - 1));
                };
        return indices(length, rate, start);
    }

    /**
     * The clip at a moment of a recording.
     *
     * @param length frames of the recording
     * @param rate frames a second of the recording
     * @param moment from 0, beginning with the recording, to 1, ending with it
     * @return as {@link #spread}
     */
    public int[] at(int length, double rate, double moment) {
        return indices(length, rate, slack(length, rate) * moment);
    }

    private double slack(int length, double rate) {
        return Math.max(0, length - window(length, rate));
    }

    /** In frames of the recording. */
    private double window(int length, double rate) {
        if (spec.sampling() == Sampling.WHOLE) {
            return length;
        }
        double seconds = spec.period().toNanos() * 1e-9 * spec.frames();
        return Math.max(1, Math.rint(seconds * rate * WINDOW_DIGITS) / WINDOW_DIGITS);
    }

    private int[] indices(int length, double rate, double start) {
        double step = (window(length, rate) - 1) / Math.max(1, spec.frames() - 1);
        int[] indices = new int[spec.frames()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = (int) Math.min(start + i * step + ROUNDING, length - 1);
        }
        return indices;
    }
}
