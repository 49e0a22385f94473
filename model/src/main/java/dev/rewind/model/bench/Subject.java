package dev.rewind.model.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Something that is measured again and again, in turn with others, so that a machine's moods strike all alike. */
final class Subject {
    /** The processors' time is counted in hundredths of a second: a run must be longer by far. */
    private static final double SHORTEST_RUN = 0.2;

    private static final int MOST_REPEATS = 10_000;

    private final IntConsumer work;
    private final List<Spent> runs = new ArrayList<>();
    private int repeats = 1;

    /**
     * @param work does its thing as often as it is told; done when it returns, on a GPU, too
     */
    Subject(IntConsumer work) {
        this.work = work;
    }

    /** Warms it up, and finds out how often it must be repeated to be measured well. */
    void warmUp() {
        work.accept(1);
        double once = Spent.on(() -> work.accept(1)).seconds();
        repeats = (int) Math.max(1, Math.min(MOST_REPEATS, Math.ceil(SHORTEST_RUN / once)));
    }

    void measure() {
        runs.add(Spent.on(() -> work.accept(repeats)).dividedBy(repeats));
    }

    /** What it takes once: the median of all runs. */
    Spent once() {
        return Spent.median(runs);
    }
}
