package dev.rewind.training.augment;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import dev.rewind.training.clips.LabelledClip;
import java.nio.ByteBuffer;

/** Turns the bytes of whole frames into numbers. */
final class ClipFrames {
    /** One a thread, used again: native buffers are freed only when the collector runs, and clips are large. */
    private static final ThreadLocal<ByteBuffer> STAGING = ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(0));

    private ClipFrames() {}

    /** The frames of a clip: [T, 3, h, w], float32, from 0 to 255. */
    static NDArray of(NDManager manager, LabelledClip clip) {
        int length = clip.rgb().length;
        if (STAGING.get().capacity() < length) {
            STAGING.set(ByteBuffer.allocateDirect(length));
        }
        ByteBuffer bytes = STAGING.get().clear().put(clip.rgb()).flip();
        Shape shape = new Shape(
                length / clip.shape().bytes(),
                clip.shape().height(),
                clip.shape().width(),
                3);
        try (NDArray pixels = manager.create(bytes, shape, DataType.UINT8)) {
            return pixels.toType(DataType.FLOAT32, true).transpose(0, 3, 1, 2); // a copy: the bytes are free again
        }
    }
}
