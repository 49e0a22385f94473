package dev.rewind.training.clips;

/**
 * One clip to learn from.
 *
 * @param rgb packed RGB, frames x height x width x 3 bytes
 * @param label index of its class
 */
public record LabelledClip(byte[] rgb, int label) {}
