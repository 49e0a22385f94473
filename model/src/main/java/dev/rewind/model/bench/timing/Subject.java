package dev.rewind.model.bench.timing;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** Something that is measured again and again, in turn with others, so that a machine's moods strike all alike. */
public final class Subject {
    /** The processors' time is counted in hundredths of a second: a run must be longer by far. */
    private static final double SHORTEST_RUN = 0.2;

    private static final int MOST_REPEATS = 10_000;

    private final IntConsumer work;
    private final List<Spent> runs = new ArrayList<>();
    private int repeats = 1;

    /**
     * @param work does its thing as often as it is told; done when it returns, on a GPU, too
     */
    public Subject(IntConsumer work) {
        this.work = work;
    }

    /** Warms it up, and finds out how often it must be repeated to be measured well. */
    public void warmUp() {
        work.accept(1);
        double once = Spent.on(() -> work.accept(1)).seconds();
        repeats = (int) Math.max(1, Math.min(MOST_REPEATS, Math.ceil(SHORTEST_RUN / once)));
    }

    /** Measures it once more. */
    public void measure() {
        runs.add(Spent.on(() -> work.accept(repeats)).dividedBy(repeats));
    }

    /** What it takes once: the median of all runs. */
    public Spent once() {
        return Spent.median(runs);
    }

    /** Warms everything up, and measures it in turn, so many times. */
    public static void measureInTurn(List<Subject> subjects, int runs, IntConsumer progress) {
        subjects.forEach(Subject::warmUp);
        for (int run = 1; run <= runs; run++) {
            subjects.forEach(Subject::measure);
            progress.accept(run);
        }
    }
}
