package dev.rewind.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.kernels.Thw;
import java.nio.ByteBuffer;
import java.util.List;

/** Turns clips of bytes into what a network takes, normalised as the published Kinetics recipe does. */
public final class ClipTensor {
    private static final float MEAN = 0.45f;
    private static final float STD = 0.225f;
    /** Brings the small differences between frames to about the size of normalised colours. */
    private static final float MOTION_GAIN = 4;

    /** One a thread, used again: native buffers are freed only when the collector runs, and clips are large. */
    private static final ThreadLocal<ByteBuffer> STAGING = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

    private ClipTensor() {}

    /**
     * A batch of clips as a network takes it.
     *
     * @param clips each packed RGB, T x H x W x 3 bytes, or what {@link #zoomed} made of it
     * @return [B, 3, T, H, W], float32, of the given manager
     * @throws IllegalArgumentException if a clip has another length
     */
    public static NDArray of(NDManager manager, ClipSpec spec, List<byte[]> clips) {
        if (!spec.zoomsIn()) {
            return seen(spec, rgb(manager, spec, clips));
        }
        Thw view = spec.view();
        ClipSpec seen = spec.withSize(view.h(), view.w());
        List<byte[]> zoomed = clips.stream()
                .map(clip -> clip.length == seen.bytes() ? clip : zoomed(spec, clip))
                .toList();
        return seen(spec, rgb(manager, seen, zoomed));
    }

    /**
     * The part of a clip's frames that the network sees, which may be cut out ahead of time, on any thread: {@link #of} takes
     * it in the clip's place. The clip itself where the network sees all of it.
     *
     * @param clip packed RGB, T x H x W x 3 bytes
     * @throws IllegalArgumentException if it has another length
     */
    public static byte[] zoomed(ClipSpec spec, byte[] clip) {
        Thw view = spec.view();
        return spec.zoomsIn()
                ? new MotionZoom(view.h(), view.w()).of(requireWhole(spec, clip), spec.height(), spec.width())
                : clip;
    }

    /** The colours alone, (x/255 - 0.45) / 0.225, which augmentation works on: [B, 3, T, H, W]. */
    public static NDArray rgb(NDManager manager, ClipSpec spec, List<byte[]> clips) {
        ByteBuffer bytes = staging(Math.multiplyExact(clips.size(), spec.bytes()));
        for (byte[] clip : clips) {
            bytes.put(requireWhole(spec, clip));
        }
        Shape shape = new Shape(clips.size(), spec.frames(), spec.height(), spec.width(), 3);
        try (NDArray pixels = manager.create(bytes.flip(), shape, DataType.UINT8)) {
            return normalise(pixels); // a copy: the bytes are free again
        }
    }

    /**
     * What the network sees of normalised colours: themselves, normalised otherwise, or how they differ from their mean.
     * Where the network zooms in, that was done before.
     */
    public static NDArray seen(ClipSpec spec, NDArray rgb) {
        return switch (spec.pixels()) {
            case RGB -> rgb;
            case IMAGENET ->
                rgb.mul(channels(rgb, STD))
                        .add(channels(rgb, MEAN))
                        .sub(channels(rgb, 0.485f, 0.456f, 0.406f))
                        .div(channels(rgb, 0.229f, 0.224f, 0.225f));
            case MOTION, MOTION_ZOOM -> rgb.sub(rgb.mean(new int[] {2}, true)).mul(MOTION_GAIN);
        };
    }

    private static byte[] requireWhole(ClipSpec spec, byte[] clip) {
        if (clip.length != spec.bytes()) {
            throw new IllegalArgumentException("a clip of " + spec.frames() + " x " + spec.height() + " x "
                    + spec.width() + " pixels has " + spec.bytes() + " bytes, but was given " + clip.length);
        }
        return clip;
    }

    /** One value for all channels, or one for each: [1, 1 or 3, 1, 1, 1]. */
    private static NDArray channels(NDArray like, float... values) {
        return like.getManager().create(values, new Shape(1, values.length, 1, 1, 1));
    }

    private static ByteBuffer staging(int size) {
        if (STAGING.get().capacity() < size) {
            STAGING.set(ByteBuffer.allocateDirect(size));
        }
        return STAGING.get().clear();
    }

    /** [B, T, H, W, 3] bytes 0 to 255 to [B, 3, T, H, W] floats, (x/255 - 0.45) / 0.225. */
    public static NDArray normalise(NDArray pixels) {
        return pixels.toType(DataType.FLOAT32, false)
                .transpose(0, 4, 1, 2, 3)
                .mul(1 / (255 * STD))
                .sub(MEAN / STD);
    }
}
