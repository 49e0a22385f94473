package dev.rewind.inference.clips;

import java.time.Duration;
import java.util.List;

/**
 * The unbroken run of frames that a stream is in, and what it makes of the next one. The newest epoch holds the stream,
 * and within an epoch the source that came first, until they fall silent.
 */
final class FrameRun {
    private final long silence;
    private long epoch;
    private int source = FrameBundle.ANY_SOURCE;
    private long firstSequence = FrameBundle.UNNUMBERED;
    private long nextSequence = FrameBundle.UNNUMBERED;
    private long firstAt;
    private long lastAt;

    /**
     * Nothing seen yet.
     *
     * @param silence longer than this beyond what its frames last, and a run is over
     */
    FrameRun(Duration silence) {
        this.silence = silence.toNanos() / 1000;
    }

    /** As it was left. */
    FrameRun(Duration silence, StreamState state) {
        this(silence);
        epoch = state.epoch();
        source = state.source();
        firstSequence = state.firstSequence();
        nextSequence = state.nextSequence();
        firstAt = state.firstAt();
        lastAt = state.lastAt();
    }

    /**
     * Judges a frame; {@link #take} takes it, unless it is left out.
     *
     * @param sequence its own
     * @param isSilent whether the run was flushed since its last frame
     */
    FrameOrder order(FrameBundle bundle, long sequence, long at, boolean isSilent) {
        if (bundle.epoch() > epoch) {
            return FrameOrder.NEW;
        }
        if (bundle.epoch() < epoch || !isOwn(bundle.source())) {
            return isSilent ? FrameOrder.NEW : FrameOrder.FOREIGN;
        }
        boolean counted = sequence != FrameBundle.UNNUMBERED;
        if (counted && sequence < nextSequence && at <= lastAt) {
            boolean seen = sequence >= firstSequence && at >= firstAt;
            if (seen || !isSilent) {
                return seen ? FrameOrder.REPEATED : FrameOrder.LATE;
            }
        }
        if (isSilent) {
            return counted && sequence == nextSequence && at >= lastAt ? FrameOrder.NEXT : FrameOrder.NEW;
        }
        if (Math.abs(at - lastAt) > silence + bundle.periodMicros()) {
            return FrameOrder.JUMP;
        }
        return sequence == nextSequence ? FrameOrder.NEXT : FrameOrder.GAP;
    }

    /** Takes a frame that goes on with the run, or begins another. */
    void take(FrameBundle bundle, long sequence, long at, boolean begins) {
        epoch = bundle.epoch();
        source = bundle.source();
        if (begins) {
            firstSequence = sequence;
            firstAt = at;
        }
        nextSequence = sequence == FrameBundle.UNNUMBERED ? FrameBundle.UNNUMBERED : sequence + 1;
        lastAt = at;
    }

    long epoch() {
        return epoch;
    }

    long lastAt() {
        return lastAt;
    }

    /** What to keep of the run, with what else is kept of the stream. */
    StreamState state(long dueAt, long period, boolean labelled, int skip, List<FrameRef> frames, long quietAt) {
        return new StreamState(
                epoch,
                source,
                firstSequence,
                nextSequence,
                firstAt,
                lastAt,
                dueAt,
                period,
                labelled,
                skip,
                frames,
                quietAt);
    }

    private boolean isOwn(int other) {
        return source == FrameBundle.ANY_SOURCE || other == FrameBundle.ANY_SOURCE || source == other;
    }
}
