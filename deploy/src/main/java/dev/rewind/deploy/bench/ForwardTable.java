package dev.rewind.deploy.bench;

import dev.rewind.model.bench.forward.ForwardFigures;
import dev.rewind.model.bench.forward.ForwardFigures.Side;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a bench measured, for people. */
final class ForwardTable {
    private ForwardTable() {}

    static String of(ForwardFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.add(format(
                "%s, batch %d, %d %s, on %s, %s",
                figures.model(),
                figures.batch(),
                figures.threads(),
                figures.threads() == 1 ? "thread" : "threads",
                figures.device(),
                figures.engine()));
        lines.add(format(
                "%.4g GFLOP a forward pass; matrices multiply at %.4g GFLOP/s in fp32, at %.4g in bf16",
                figures.gflopPerForward(),
                figures.matmulGflops().fp32(),
                figures.matmulGflops().bf16()));
        lines.add("");
        lines.add(format("%-12s%10s%14s%10s%12s%10s", "", "seconds", "CPU seconds", "GFLOP/s", "of matmul", "x ideal"));
        if (figures.plain() != null) {
            lines.add(line("plain fp32", figures.plain()));
        }
        if (figures.fast() != null) {
            lines.add(line("fast " + figures.dtype(), figures.fast()));
            lines.add("");
            lines.add(format(
                    "logits of plain and fast differ by %.1e at most, the largest is %.3g; the first class is %s",
                    figures.largestLogitDifference(),
                    figures.largestLogit(),
                    figures.sameTop1() ? "the same" : "NOT THE SAME"));
        }
        return String.join(System.lineSeparator(), lines);
    }

    private static String line(String name, Side side) {
        return format(
                "%-12s%10.4g%14.4g%10.4g%10.0f %%%10.2f",
                name, side.seconds(), side.cpuSeconds(), side.gflops(), 100 * side.matmulShare(), side.idealRatio());
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
