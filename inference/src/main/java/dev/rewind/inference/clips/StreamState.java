package dev.rewind.inference.clips;

import java.util.List;

/**
 * What is known of one stream between two records: the value of the logged store {@code streams}. What an older version
 * left lacks {@code source}, {@code firstAt} and {@code period}; they are 0 then, and mean what is said here.
 *
 * @param epoch of the last frame
 * @param source of the last frame, as {@link FrameBundle#source}; 0 for one that nobody took note of
 * @param firstSequence where the unbroken run of frames began
 * @param nextSequence what the next frame of the run will be; {@link FrameBundle#UNNUMBERED} when nobody counts
 * @param firstAt when the first frame of the run was captured, in microseconds since 1970; 0 where that is not known
 * @param lastAt when the last frame was captured, in microseconds since 1970
 * @param dueAt when the next frame of the clip is due, in microseconds since 1970
 * @param period that {@code frames} were chosen by, in microseconds; 0 for the one that is asked for now
 * @param labelled whether a clip of this run was cut already
 * @param skip frames to leave out before the next clip begins, where the stride is longer than a clip
 * @param frames of the clip that is being filled
 * @param quietAt when the stream counts as idle, in milliseconds of its partition's clock
 */
public record StreamState(
        long epoch,
        int source,
        long firstSequence,
        long nextSequence,
        long firstAt,
        long lastAt,
        long dueAt,
        long period,
        boolean labelled,
        int skip,
        List<FrameRef> frames,
        long quietAt) {}
