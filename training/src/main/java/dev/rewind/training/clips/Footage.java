package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * What clips are cut from.
 *
 * @param scaling what size frames have
 * @param windows whether a clip's frames are spread over a window, as {@link dev.rewind.model.transform.WindowSampling}
 *     does, rather than a period apart, as those of live streams are; of whole actions it makes no difference
 */
public record Footage(Scaling scaling, boolean windows) {
    public Footage {
        Objects.requireNonNull(scaling, "scaling");
    }

    /** Frames stretched to the clip's size, a period apart: as live streams are served. */
    public static Footage live(ClipSpec spec) {
        return new Footage(new Scaling.Stretch(new FrameShape(spec.height(), spec.width())), false);
    }

    /** The same clips in the size that square frames have here; recordings of another shape may differ from it. */
    public ClipSpec of(ClipSpec spec) {
        FrameShape size = scaling.of(new FrameShape(1, 1));
        return spec.withSize(size.height(), size.width());
    }

    /** A clip at a random moment, packed RGB, as training draws it. */
    public byte[] draw(DecodedFrames recording, ClipSpec spec, SplittableRandom random) {
        return windows && spec.sampling() == Sampling.PERIOD
                ? FrameSampling.randomWindow(recording, spec, random)
                : FrameSampling.random(recording, spec, random);
    }

    /** The one clip of a recording that evaluation sees, packed RGB; its frames must have the size of the spec. */
    public static byte[] fixed(DecodedFrames recording, ClipSpec spec) {
        return FrameSampling.fixed(recording, spec);
    }
}
