package dev.rewind.deploy.learn;

import dev.rewind.training.TrainingProgress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** One line a person reads while a model trains. */
final class EpochLine {
    private static final int BAR = 20;

    private EpochLine() {}

    /**
     * Such as {@code [########------------] epoch 40  loss 0.812  top-1 0.934  38.2 clips/s  1.4 GiB  3:12, left 4:48}.
     *
     * @param memory in use, if that is known
     */
    static String of(TrainingProgress progress, Optional<String> memory) {
        int full = (int) Math.round(BAR * progress.done());
        return String.format(
                Locale.ROOT,
                "[%s%s] epoch %d  loss %.3f  top-1 %.3f  %.1f clips/s%s  %s, left %s",
                "#".repeat(full),
                "-".repeat(BAR - full),
                progress.epoch(),
                progress.loss(),
                progress.accuracy(),
                progress.clipsPerSecond(),
                memory.map(text -> "  " + text).orElse(""),
                clock(progress.elapsed()),
                clock(progress.remaining()));
    }

    private static String clock(Duration duration) {
        return String.format(Locale.ROOT, "%d:%02d", duration.toMinutes(), duration.toSecondsPart());
    }
}
