package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import dev.rewind.model.kernels.TorchScript;
import dev.rewind.model.transform.Box;
import dev.rewind.model.transform.FrameShape;

/** What DJL lacks to cut, cover and mix views. */
final class ViewScript {
    private static final TorchScript SCRIPT = TorchScript.load(ViewScript.class, "views");

    private ViewScript() {}

    /** The box of every frame at another size: [T, 3, h, w] to [T, 3, H, W]. */
    static NDArray resized(NDArray frames, Box box, FrameShape view) {
        NDArray size = frames.getManager().create(new int[] {view.height(), view.width()});
        return SCRIPT.call("resized", frames, numbers(frames, box), size).head();
    }

    /** Normal noise, a function of the seed, instead of the box of every frame: [B, 3, T, H, W]. */
    static NDArray erased(NDArray clips, Box box, long seed) {
        NDArray start = clips.getManager().create(new long[] {seed});
        return SCRIPT.call("erased", clips, numbers(clips, box), start).head();
    }

    /** The box of every clip's opposite instead of its own: [B, 3, T, H, W]. */
    static NDArray pasted(NDArray clips, Box box) {
        return SCRIPT.call("pasted", clips, numbers(clips, box)).head();
    }

    private static NDArray numbers(NDArray like, Box box) {
        return like.getManager().create(new int[] {box.top(), box.left(), box.height(), box.width()});
    }
}
