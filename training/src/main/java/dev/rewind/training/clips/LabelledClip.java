package dev.rewind.training.clips;

import dev.rewind.model.transform.FrameShape;

/**
 * One clip to learn from.
 *
 * @param rgb packed RGB, frames x height x width x 3 bytes
 * @param shape size of its frames
 * @param label index of its class
 */
public record LabelledClip(byte[] rgb, FrameShape shape, int label) {}
