package dev.rewind.inference.serving;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipTensor;

/**
 * A clip on its way to the model. What can be done for the model before its turn is done by the thread that brings the clip,
 * while the model computes others.
 *
 * @param pixels as they were cut, for whatever model comes
 * @param spec of the model that was live then; null where nothing was done
 * @param seen what that model sees of it
 */
record QueuedClip(byte[] pixels, ClipSpec spec, byte[] seen) {
    /** Does for the live model what can be done. */
    static QueuedClip of(byte[] pixels, ClipSpec spec) {
        return new QueuedClip(pixels, spec, pixels.length == spec.bytes() ? ClipTensor.zoomed(spec, pixels) : pixels);
    }

    /** Does nothing. */
    static QueuedClip whole(byte[] pixels) {
        return new QueuedClip(pixels, null, pixels);
    }

    /** The clip as a model takes it. */
    byte[] forModel(ClipSpec other) {
        return other.equals(spec) ? seen : pixels;
    }
}
