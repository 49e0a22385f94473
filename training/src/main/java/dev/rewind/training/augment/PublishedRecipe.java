package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipTensor;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * The recipe that Rev-MViT was published with: each clip of a batch is varied several times, by RandAugment on its whole
 * frames, a resized crop, a mirror and an erased box; then the batch is mixed. Colours are not jittered besides: where
 * there is RandAugment the published code leaves that out.
 *
 * @param randAugment operations on whole frames
 * @param crop the part of the frames that is seen
 * @param erasing the part that is lost
 * @param mixing of the batch
 * @param repeats variations of each clip, side by side in the batch
 * @param flip whether half of the views are mirrored left to right; off where that changes an action's meaning
 */
public record PublishedRecipe(
        RandAugment randAugment, ResizedCrop crop, Erasing erasing, Mixing mixing, int repeats, boolean flip)
        implements Recipe {
    public PublishedRecipe {
        Objects.requireNonNull(randAugment, "randAugment");
        Objects.requireNonNull(crop, "crop");
        Objects.requireNonNull(erasing, "erasing");
        Objects.requireNonNull(mixing, "mixing");
        if (repeats < 1) {
            throw new IllegalArgumentException("a clip is varied at least once, but repeats was " + repeats);
        }
    }

    /** As on Kinetics; there, half of the views are mirrored. */
    public static PublishedRecipe kinetics(boolean flip) {
        return new PublishedRecipe(
                RandAugment.published(), ResizedCrop.published(), Erasing.published(), Mixing.published(), 2, flip);
    }

    /** Frames of their own shape, a short side of 256 for views of 224, and clips as {@link Footage#windows} says. */
    @Override
    public Footage footage(ClipSpec spec) {
        return spec.zoomsIn()
                ? new Footage(Footage.live(spec).scaling(), true)
                : new Footage(new Scaling.ShortSide(wider(Math.min(spec.height(), spec.width()))), true);
    }

    @Override
    public Variation vary(NDManager manager, ClipSpec spec, List<LabelledClip> clips, SplittableRandom random) {
        FrameShape view = new FrameShape(spec.view().h(), spec.view().w());
        List<LabelledClip> zoomed =
                ZoomedClips.of(spec, clips, new FrameShape(wider(view.height()), wider(view.width())));
        int[] labels = new int[clips.size() * repeats];
        try (NDList views = new NDList(labels.length)) {
            for (int i = 0; i < labels.length; i++) {
                LabelledClip clip = zoomed.get(i / repeats);
                views.add(view(manager, clip, view, random.split()));
                labels[i] = clip.label();
            }
            Mixing.Mix mix = mixing.draw(view, random);
            return new Variation(mix.of(NDArrays.concat(views, 0)), new SoftLabels(labels, mix.kept()));
        }
    }

    private static int wider(int side) {
        return Math.round(side * 8f / 7);
    }

    /** One view of a clip: [1, 3, T, H, W]. */
    private NDArray view(NDManager manager, LabelledClip clip, FrameShape view, SplittableRandom random) {
        try (NDScope whole = new NDScope()) { // whole frames are large: freed before the next clip's
            NDArray varied = randAugment.apply(ClipFrames.of(manager, clip), random);
            NDArray seen = crop.apply(varied, view, random);
            NDArray turned = flip && random.nextBoolean() ? seen.flip(3) : seen;
            NDArray colours = ClipTensor.normalise(turned.transpose(0, 2, 3, 1).expandDims(0));
            NDArray erased = erasing.apply(colours, random);
            NDScope.unregister(erased);
            return erased;
        }
    }
}
