package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipTensor;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The recipe for small networks and few clips: every clip once, by one affine view and one change of colours; every frame
 * of a clip in the same way.
 *
 * @param zoom the view's side is drawn between 1 - zoom and 1 + zoom/2 of the frame's
 * @param stretch the view's aspect changes by up to this share
 * @param shift the view's centre moves by up to this share of the frame
 * @param rotation in degrees to either side
 * @param colour brightness, contrast and saturation change by up to this share
 * @param grey probability of a grey clip
 * @param flip whether half of the clips are mirrored left to right; off where that changes an action's meaning
 */
public record Augmentation(
        double zoom, double stretch, double shift, double rotation, double colour, double grey, boolean flip)
        implements Recipe {
    public Augmentation {
        requireShare("zoom", zoom);
        requireShare("stretch", stretch);
        requireShare("shift", shift);
        requireShare("colour", colour);
        if (!(rotation >= 0 && rotation <= 180) || !(grey >= 0 && grey <= 1)) {
            throw new IllegalArgumentException(
                    "rotation must be in [0, 180] and grey in [0, 1], but were " + rotation + " and " + grey);
        }
    }

    /** What suits a few hundred clips on a network trained from little. */
    public static Augmentation standard(boolean flip) {
        return new Augmentation(0.3, 0.15, 0.15, 8, 0.4, 0.2, flip);
    }

    /** What suits clips that vary by themselves. */
    public static Augmentation light(boolean flip) {
        return new Augmentation(0.1, 0.1, 0.05, 3, 0.1, 0.1, flip);
    }

    @Override
    public int repeats() {
        return 1;
    }

    /** Frames stretched to a quarter more than the network's, or to those that it zooms in on. */
    @Override
    public Footage footage(ClipSpec spec) {
        return Footage.live(spec.zoomsIn() ? spec : wider(spec));
    }

    @Override
    public Variation vary(NDManager manager, ClipSpec spec, List<LabelledClip> clips, SplittableRandom random) {
        ClipSpec wider = wider(spec);
        List<byte[]> frames = ZoomedClips.of(spec, clips, new FrameShape(wider.height(), wider.width())).stream()
                .map(LabelledClip::rgb)
                .toList();
        NDArray drawn = ClipTensor.rgb(manager, wider, frames);
        NDArray views =
                new Augmenter(this).apply(drawn, spec.view().h(), spec.view().w(), random);
        return new Variation(
                views,
                SoftLabels.of(clips.stream().mapToInt(LabelledClip::label).toArray()));
    }

    private static ClipSpec wider(ClipSpec spec) {
        return spec.withSize(spec.view().h() * 5 / 4, spec.view().w() * 5 / 4);
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " must be in [0, 1), but was " + value);
        }
    }
}
