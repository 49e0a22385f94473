package dev.rewind.deploy.learn;

import dev.rewind.training.TrainingListener;
import dev.rewind.training.TrainingProgress;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows a training to a person: a line for every epoch, and on a terminal a bar below them that moves with every step. */
public final class TrainingDisplay implements TrainingListener, AutoCloseable {
    private static final int PER_PERCENT = 100;
    private static final String LINE_START = "\r";
    private static final String REST_OF_LINE = "\033[K";

    private final PrintWriter print;
    private final MemoryReading memory;
    private final Optional<ProgressBar> bar;
    private volatile Duration left = Duration.ZERO;

    /**
     * A display where the output goes to.
     *
     * @param memory what it says of the memory in use
     */
    public static TrainingDisplay on(PrintWriter print, MemoryReading memory) {
        return Terminal.isOutput()
                ? new TrainingDisplay(print, memory, Optional.of(new DelegatingProgressBarConsumer(text -> {
                    print.print(LINE_START + text + REST_OF_LINE);
                    print.flush();
                })))
                : new TrainingDisplay(print, memory, Optional.empty());
    }

    /** @param screen where the bar is drawn, if at all */
    TrainingDisplay(PrintWriter print, MemoryReading memory, Optional<ProgressBarConsumer> screen) {
        this.print = print;
        this.memory = memory;
        this.bar = screen.map(this::bar);
    }

    private ProgressBar bar(ProgressBarConsumer screen) {
        return new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(100L * PER_PERCENT)
                .setUnit("%", PER_PERCENT)
                .setStyle(ProgressBarStyle.ASCII)
                .setEtaFunction(state -> Optional.of(left)) // a resumed training did not begin with this bar
                .setConsumer(screen)
                .build();
    }

    @Override
    public void step(TrainingProgress progress) {
        bar.ifPresent(moving -> {
            left = progress.remaining();
            moving.setExtraMessage(String.format(
                    Locale.ROOT,
                    " epoch %d  loss %.3f  %.1f clips/s%s",
                    progress.epoch(),
                    progress.loss(),
                    progress.clipsPerSecond(),
                    memory.text().map(text -> "  " + text).orElse("")));
            moving.stepTo(Math.round(progress.done() * 100 * PER_PERCENT));
        });
    }

    @Override
    public void epoch(TrainingProgress progress) {
        String line = EpochLine.of(progress, memory.text());
        print.println(bar.isPresent() ? LINE_START + line + REST_OF_LINE : line);
        print.flush();
        bar.ifPresent(ProgressBar::refresh);
    }

    @Override
    public void close() {
        bar.ifPresent(drawn -> {
            drawn.close();
            print.print(LINE_START + REST_OF_LINE); // what comes next has the line for itself
            print.flush();
        });
    }
}
