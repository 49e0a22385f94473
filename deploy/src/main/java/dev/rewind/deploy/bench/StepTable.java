package dev.rewind.deploy.bench;

import dev.rewind.deploy.options.Bytes;
import dev.rewind.model.bench.step.StepFigures;
import dev.rewind.model.bench.step.StepFigures.Training;
import dev.rewind.model.network.Drift;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a step takes, for people. */
final class StepTable {
    private StepTable() {}

    static String of(StepFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(figures));
        lines.add(format(
                "%.4g GFLOP a step; matrices multiply at %.4g GFLOP/s in fp32, at %.4g in bf16",
                figures.gflopPerStep(),
                figures.matmulGflops().fp32(),
                figures.matmulGflops().bf16()));
        lines.add("");
        lines.add(format("%-24s%s", "peak above the model", Bytes.shown(figures.peakBytes())));
        lines.add(format("%-24s%s", "for one clip more", Bytes.shown(figures.bytesPerSample())));
        lines.add(format("%-24s%.4g s", "a step", figures.seconds()));
        lines.add(format("%-24s%.4g s of CPU", "", figures.cpuSeconds()));
        lines.add(format(
                "%-24s%.0f %% of matmul in %s, %.2f x ideal in fp32",
                "", 100 * figures.matmulShare(), figures.training().dtype(), figures.idealRatio()));
        lines.add(format("%-24s%.1e", "error of gradients", figures.gradientError()));
        figures.drift().stream()
                .max(Comparator.comparingDouble(Drift.Block::error))
                .ifPresent(worst -> lines.add(format(
                        "%-24s%.1e at most, %d blocks back",
                        "drift of rebuilt inputs",
                        worst.error(),
                        figures.drift().indexOf(worst) + 1)));
        lines.add("");
        lines.add("memory: " + figures.measured().memory());
        lines.add("time: " + figures.measured().time());
        lines.add("gradients: " + figures.measured().gradients());
        return String.join(System.lineSeparator(), lines);
    }

    private static String heading(StepFigures figures) {
        Training training = figures.training();
        return format(
                "%s, %d layers, %s, %s, %s, batch %d, %d %s, on %s, %s, Java %s",
                figures.model(),
                figures.depth(),
                figures.input(),
                training.streams() == null
                        ? training.mode()
                        : training.mode() + " " + WalkWords.of(training.slice(), training.streams()),
                training.dtype(),
                training.batch(),
                training.threads(),
                training.threads() == 1 ? "thread" : "threads",
                figures.device(),
                figures.engine(),
                figures.java());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
