package dev.rewind.deploy.model;

import dev.rewind.model.verify.CaseReport;
import dev.rewind.model.verify.CaseReport.Part;
import dev.rewind.model.verify.Deviation;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * How cases went, a line each, for people.
 *
 * @param width of the longest name
 */
record CaseLines(int width) {
    /** Lines for these cases. */
    static CaseLines of(List<Path> cases) {
        return new CaseLines(cases.stream()
                .mapToInt(folder -> String.valueOf(folder.getFileName()).length())
                .max()
                .orElse(0));
    }

    String heading() {
        StringBuilder line = new StringBuilder(begin("", "error/most"));
        for (Part part : Part.values()) {
            line.append(cell(part.name().toLowerCase(Locale.ROOT)));
        }
        return line.toString().stripTrailing();
    }

    String of(CaseReport report) {
        StringBuilder line = new StringBuilder(begin(report.passed() ? "passed" : "FAILED", report.name()));
        if (report.problem().isPresent()) {
            return line.append("  ").append(report.problem().get()).toString();
        }
        for (Part part : Part.values()) {
            Deviation deviation = report.parts().get(part);
            line.append(cell(
                    deviation == null
                            ? "-"
                            : String.format(Locale.ROOT, "%.0e/%.0e", deviation.error(), deviation.tolerance())));
        }
        if (!report.passed()) {
            report.parts().values().stream()
                    .max(Comparator.comparingDouble(Deviation::share))
                    .ifPresent(worst -> line.append("  ").append(off(worst)));
        }
        return line.toString().stripTrailing();
    }

    /** What is wrong with a deviation, in words. */
    static String off(Deviation deviation) {
        return Double.isFinite(deviation.error())
                ? String.format(
                        Locale.ROOT,
                        "%s is off by %.1e, more than %.1e",
                        deviation.what(),
                        deviation.error(),
                        deviation.tolerance())
                : deviation.what() + " has values that are no numbers";
    }

    private String begin(String verdict, String name) {
        return String.format(Locale.ROOT, "%-6s  %-" + Math.max(width, 10) + "s", verdict, name);
    }

    private static String cell(String text) {
        return String.format(Locale.ROOT, "  %-11s", text);
    }
}
