package dev.rewind.inference.clips;

/**
 * Where one frame lies on its partition of {@code frames}. The changelogs hold these and never pixels: the topic itself
 * keeps the bytes, and after a restart they are read from there once more.
 *
 * @param offset of the record that holds the frame
 * @param index of the frame within that record
 * @param at when it was captured, in microseconds since 1970
 */
public record FrameRef(long offset, int index, long at) {}
