package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cuts the frames of one stream into sliding clips. A sequence gap, or a stream that goes backwards, restarts the clip;
 * frames seen before are dropped. So does a new epoch, but where the old one was shorter than a clip, it is labelled as
 * it is: a source that restarts every second would never be labelled otherwise.
 */
public final class ClipAssembler {
    private final int length;
    private final int stride;
    private final long modelPeriod;
    private final Deque<Frame> frames = new ArrayDeque<>();

    private long epoch;
    private long firstSequence = FrameBundle.UNNUMBERED;
    private long nextSequence = FrameBundle.UNNUMBERED;
    private long lastAt;
    private long dueAt;
    private boolean labelled;
    private int skip;

    /**
     * A stream not seen before.
     *
     * @param stride frames between the beginnings of consecutive clips
     */
    public ClipAssembler(ClipSpec spec, int stride) {
        this.length = spec.frames();
        this.stride = stride;
        this.modelPeriod = spec.period().toNanos() / 1000;
    }

    /**
     * Takes up a stream where {@link #state} left it.
     *
     * @param pixels finds a frame's pixels; empty when they are gone, and the clip begins after that frame
     */
    public ClipAssembler(ClipSpec spec, int stride, StreamState state, Function<FrameRef, Optional<Frame>> pixels) {
        this(spec, stride);
        epoch = state.epoch();
        firstSequence = state.firstSequence();
        nextSequence = state.nextSequence();
        lastAt = state.lastAt();
        dueAt = state.dueAt();
        labelled = state.labelled();
        skip = state.skip();
        for (FrameRef ref : state.frames()) {
            pixels.apply(ref).ifPresentOrElse(frames::addLast, frames::clear);
        }
        // A model of shorter clips may have taken the place of the one that left this state.
        while (frames.size() >= length) {
            frames.removeFirst();
        }
    }

    /** Takes the frames of one record and returns the clips that they complete, in order. */
    public List<Clip> add(FrameBundle bundle) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < bundle.frames().size(); i++) {
            Frame frame = bundle.frames().get(i);
            long sequence = bundle.numbered() ? bundle.sequence() + i : FrameBundle.UNNUMBERED;
            if (bundle.epoch() != epoch) {
                flush().ifPresent(clips::add);
                restart(sequence);
            } else if (isRepeated(sequence, frame.ref().at())) {
                continue;
            } else if (sequence != nextSequence
                    || (bundle.numbered() && frame.ref().at() < lastAt)) {
                restart(sequence);
            }
            epoch = bundle.epoch();
            nextSequence = bundle.numbered() ? sequence + 1 : FrameBundle.UNNUMBERED;
            if (isDue(frame.ref().at(), bundle.periodMicros())) {
                take(frame).ifPresent(clips::add);
            }
            lastAt = frame.ref().at();
        }
        return clips;
    }

    /** Ends the clip that is being filled: returned if no clip was cut since the stream last began, else dropped. */
    public Optional<Clip> flush() {
        Optional<Clip> rest =
                labelled || frames.isEmpty() ? Optional.empty() : Optional.of(new Clip(List.copyOf(frames)));
        frames.clear();
        labelled = false;
        skip = 0;
        dueAt = 0;
        return rest;
    }

    /** Whether the stream ended cleanly, so that {@link #flush} would change nothing. */
    public boolean isEmpty() {
        return frames.isEmpty() && !labelled && skip == 0;
    }

    /** What to keep in order to go on after a restart. */
    public StreamState state(long quietAt) {
        return new StreamState(
                epoch,
                firstSequence,
                nextSequence,
                lastAt,
                dueAt,
                labelled,
                skip,
                frames.stream().map(Frame::ref).toList(),
                quietAt);
    }

    /** A counter that was reset shows lower numbers at later times: those frames are new. */
    private boolean isRepeated(long sequence, long at) {
        return sequence != FrameBundle.UNNUMBERED
                && sequence >= firstSequence
                && sequence < nextSequence
                && at <= lastAt;
    }

    private void restart(long sequence) {
        frames.clear();
        labelled = false;
        skip = 0;
        firstSequence = sequence;
        lastAt = 0;
        dueAt = 0;
    }

    /** Of a faster source, the frame nearest to each instant of the model's period is due; of others every frame. */
    private boolean isDue(long at, long period) {
        boolean faster = period != FrameBundle.UNKNOWN && period < modelPeriod;
        boolean forward = faster && at >= lastAt;
        if (forward && at < dueAt - period / 2) {
            return false;
        }
        dueAt = (forward && at < dueAt + modelPeriod ? dueAt : at) + modelPeriod;
        return true;
    }

    private Optional<Clip> take(Frame frame) {
        if (skip > 0) {
            skip--;
            return Optional.empty();
        }
        frames.addLast(frame);
        if (frames.size() < length) {
            return Optional.empty();
        }
        Clip clip = new Clip(List.copyOf(frames));
        for (int i = 0; i < Math.min(stride, length); i++) {
            frames.removeFirst();
        }
        skip = Math.max(0, stride - length);
        labelled = true;
        return Optional.of(clip);
    }
}
