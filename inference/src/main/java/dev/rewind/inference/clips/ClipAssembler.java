package dev.rewind.inference.clips;

import dev.rewind.model.ClipSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cuts the frames of one stream into sliding clips. {@link FrameRun} says which frames make one row: no clip spans two
 * epochs, two sources, a gap or a leap in time. Where a row ends before a clip of it was whole, by a new epoch, a leap or
 * silence, it is labelled as it is: a source that restarts every second would never be labelled otherwise.
 */
public final class ClipAssembler {
    private final ClipCut cut;
    private final int wanted;
    private final FrameRun run;
    private final Deque<Frame> frames = new ArrayDeque<>();

    private long dueAt;
    private boolean labelled;
    private int skip;
    private long taken;
    private Irregularities irregularities = Irregularities.NONE;

    /**
     * A stream not seen before.
     *
     * @param silence after which a stream is over, beyond what its last frames last
     */
    public ClipAssembler(ClipSpec spec, ClipCut cut, Duration silence) {
        this(spec, cut, new FrameRun(silence));
    }

    /**
     * Takes up a stream where {@link #state} left it, though clips may have been cut otherwise then. Frames that were chosen
     * at another rate make no clip with those to come, and are dropped. Of a longer clip the newest frames are kept, so that
     * the next frame completes one; a shorter one is filled up.
     *
     * @param pixels finds a frame's pixels; empty when they are gone, and the clip begins after that frame
     */
    public ClipAssembler(
            ClipSpec spec,
            ClipCut cut,
            Duration silence,
            StreamState state,
            Function<FrameRef, Optional<Frame>> pixels) {
        this(spec, cut, new FrameRun(silence, state));
        labelled = state.labelled();
        skip = Math.min(state.skip(), Math.max(0, cut.stride() - cut.length()));
        if (state.period() != 0 && state.period() != cut.periodMicros()) {
            return;
        }
        dueAt = state.dueAt();
        for (FrameRef ref : state.frames()) {
            pixels.apply(ref).ifPresentOrElse(frames::addLast, frames::clear);
        }
        while (frames.size() >= cut.length()) {
            frames.removeFirst();
        }
    }

    private ClipAssembler(ClipSpec spec, ClipCut cut, FrameRun run) {
        this.cut = cut;
        this.wanted = spec.frames();
        this.run = run;
    }

    /** Takes the frames of one record and returns the clips that they complete, in order. */
    public List<Clip> add(FrameBundle bundle) {
        List<Clip> clips = new ArrayList<>();
        for (int i = 0; i < bundle.frames().size(); i++) {
            Frame frame = bundle.frames().get(i);
            long at = frame.ref().at();
            long sequence = bundle.numbered() ? bundle.sequence() + i : FrameBundle.UNNUMBERED;
            FrameOrder order = run.order(bundle, sequence, at, isEmpty());
            irregularities = irregularities.and(order);
            if (order.isLeftOut()) {
                continue;
            }
            if (order.endsTheClip()) {
                flush().ifPresent(clips::add);
            }
            if (order != FrameOrder.NEXT) {
                begin();
            }
            boolean due = isDue(at, bundle.periodMicros());
            run.take(bundle, sequence, at, order != FrameOrder.NEXT);
            taken++;
            if (due) {
                fill(frame).ifPresent(clips::add);
            }
        }
        return clips;
    }

    /** Ends the clip that is being filled: returned if no clip was cut since the stream last began, else dropped. */
    public Optional<Clip> flush() {
        Optional<Clip> rest = labelled || frames.isEmpty()
                ? Optional.empty()
                : Optional.of(cut.clip(List.copyOf(frames), wanted, run.epoch()));
        begin();
        return rest;
    }

    /** Whether the stream ended cleanly, so that {@link #flush} would change nothing. */
    public boolean isEmpty() {
        return frames.isEmpty() && !labelled && skip == 0;
    }

    /** How the clips are cut. */
    public ClipCut cut() {
        return cut;
    }

    /** How many frames were not left out; a stream that only repeats itself does not go on. */
    public long taken() {
        return taken;
    }

    /** What kept the frames from being one row. */
    public Irregularities irregularities() {
        return irregularities;
    }

    /** What to keep in order to go on after a restart. */
    public StreamState state(long quietAt) {
        List<FrameRef> refs = frames.stream().map(Frame::ref).toList();
        return run.state(dueAt, cut.periodMicros(), labelled, skip, refs, quietAt);
    }

    private void begin() {
        frames.clear();
        labelled = false;
        skip = 0;
        dueAt = 0;
    }

    /**
     * Of a faster source, the frame nearest to each instant of the period is due; of others every frame. Who does not say
     * how fast it is, is measured only where a rate was asked for: a folder of pictures comes all at once.
     */
    private boolean isDue(long at, long said) {
        boolean measured = said == FrameBundle.UNKNOWN && cut.rateAsked();
        long period = measured ? at - run.lastAt() : said;
        boolean known = measured || said != FrameBundle.UNKNOWN;
        boolean faster = dueAt != 0 && known && period < cut.periodMicros();
        boolean forward = faster && at >= run.lastAt();
        if (forward && at < dueAt - period / 2) {
            return false;
        }
        dueAt = (forward && at < dueAt + cut.periodMicros() ? dueAt : at) + cut.periodMicros();
        return true;
    }

    private Optional<Clip> fill(Frame frame) {
        if (skip > 0) {
            skip--;
            return Optional.empty();
        }
        frames.addLast(frame);
        if (frames.size() < cut.length()) {
            return Optional.empty();
        }
        Clip clip = cut.clip(List.copyOf(frames), wanted, run.epoch());
        for (int i = 0; i < Math.min(cut.stride(), cut.length()); i++) {
            frames.removeFirst();
        }
        skip = Math.max(0, cut.stride() - cut.length());
        labelled = true;
        return Optional.of(clip);
    }
}
