package dev.rewind.inference.clips;

import java.util.List;

/**
 * What is known of one stream between two records: the value of the logged store {@code streams}.
 *
 * @param epoch of the last frame
 * @param firstSequence where the unbroken run of frames began
 * @param nextSequence what the next frame of the run will be; {@link FrameBundle#UNNUMBERED} when nobody counts
 * @param lastAt when the last frame was captured, in microseconds since 1970
 * @param dueAt when the next frame of the clip is due, in microseconds since 1970
 * @param labelled whether a clip of this run was cut already
 * @param skip frames to leave out before the next clip begins, where the stride is longer than a clip
 * @param frames of the clip that is being filled
 * @param quietAt when the stream counts as idle, in milliseconds of its partition's clock
 */
public record StreamState(
        long epoch,
        long firstSequence,
        long nextSequence,
        long lastAt,
        long dueAt,
        boolean labelled,
        int skip,
        List<FrameRef> frames,
        long quietAt) {}
