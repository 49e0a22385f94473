package dev.rewind.inference.clips;

/**
 * One decoded frame.
 *
 * @param ref where it came from
 * @param rgb packed RGB at the model's size, height x width x 3 bytes
 */
public record Frame(FrameRef ref, byte[] rgb) {}
