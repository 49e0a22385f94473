package dev.rewind.deploy.bench;

import dev.rewind.deploy.options.Bytes;
import dev.rewind.model.bench.memory.LargestClip;
import dev.rewind.model.bench.memory.LargestClip.Reach;
import dev.rewind.model.bench.memory.MemoryFigures;
import dev.rewind.model.bench.memory.Peaks;
import dev.rewind.model.bench.memory.PublishedMemory;
import dev.rewind.model.bench.memory.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How memory grows, for people. */
final class MemoryTable {
    private MemoryTable() {}

    static String of(MemoryFigures figures) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(figures.setting()));
        lines.add("");
        lines.addAll(rows("batch", figures.byBatch()));
        for (PublishedMemory published : figures.published()) {
            for (Peaks peaks : figures.byBatch()) {
                lines.add(row(
                        published.source() + ", " + peaks.size(),
                        published.reversible().at(peaks.size()),
                        published.ordinary().at(peaks.size())));
            }
        }
        lines.add("");
        lines.add(figures.depthModel() + " with so many layers, one clip or image");
        lines.addAll(rows("layers", figures.byDepth()));
        lines.add("");
        lines.add("memory: " + figures.setting().measured());
        return String.join(System.lineSeparator(), lines);
    }

    static String of(LargestClip largest) {
        List<String> lines = new ArrayList<>();
        lines.add(heading(largest.setting()));
        lines.add("");
        lines.addAll(rows("frames", largest.byFrames()));
        lines.add("");
        lines.add(format(
                "within %s: %d frames reversible, %d ordinary, %.1f times as many",
                Bytes.shown(largest.limitBytes()),
                largest.reversible().frames(),
                largest.ordinary().frames(),
                largest.timesOrdinary()));
        lines.add("by a straight line through what was measured:");
        lines.add("  reversible " + line(largest.reversible()));
        lines.add("  ordinary   " + line(largest.ordinary()));
        lines.add("");
        lines.add("memory: " + largest.setting().measured());
        return String.join(System.lineSeparator(), lines);
    }

    private static String heading(Setting setting) {
        return format(
                "%s, %s, reversible %s, %d %s, on %s, %s, Java %s",
                setting.model(),
                setting.dtype(),
                WalkWords.of(setting.slice(), setting.streams()),
                setting.threads(),
                setting.threads() == 1 ? "thread" : "threads",
                setting.device(),
                setting.engine(),
                setting.java());
    }

    private static List<String> rows(String axis, List<Peaks> measured) {
        List<String> rows = new ArrayList<>();
        rows.add(format("%-22s%16s%16s%8s", axis, "reversible", "ordinary", "ratio"));
        measured.forEach(
                peaks -> rows.add(row(String.valueOf(peaks.size()), peaks.reversibleBytes(), peaks.ordinaryBytes())));
        return rows;
    }

    private static String row(String name, long reversible, long ordinary) {
        return format(
                "%-22s%16s%16s%8.1f",
                name, Bytes.shown(reversible), Bytes.shown(ordinary), (double) ordinary / reversible);
    }

    private static String line(Reach reach) {
        return format(
                "%s a frame; it misses no figure by more than %s",
                Bytes.shown(reach.bytesPerFrame()), Bytes.shown(reach.largestMissBytes()));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
