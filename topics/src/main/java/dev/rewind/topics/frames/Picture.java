package dev.rewind.topics.frames;

/**
 * One decoded picture, at its own size.
 *
 * @param width in pixels
 * @param height in pixels
 * @param rgb packed RGB, height x width x 3 bytes
 */
public record Picture(int width, int height, byte[] rgb) {}
