package dev.rewind.deploy.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.model.verify.CaseReport;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** How a case went, for programs. JSON has no infinity: what is no number is null, and a problem says why. */
final class CaseJson {
    private CaseJson() {}

    static void write(ObjectNode json, Path folder, CaseReport report) {
        json.put("name", report.name());
        json.put("folder", folder.toString());
        json.put("passed", report.passed());
        put(json, "worst", report.worst());
        report.problem().or(() -> overflow(report)).ifPresent(problem -> json.put("problem", problem));
        ObjectNode parts = json.putObject("parts");
        report.parts().forEach((part, deviation) -> {
            ObjectNode figures = parts.putObject(part.name().toLowerCase(Locale.ROOT));
            figures.put("what", deviation.what());
            put(figures, "error", deviation.error());
            put(figures, "tolerance", deviation.tolerance());
        });
    }

    private static Optional<String> overflow(CaseReport report) {
        return report.parts().values().stream()
                .filter(deviation -> Double.isInfinite(deviation.share()))
                .findFirst()
                .map(CaseLines::off);
    }

    private static void put(ObjectNode json, String key, double value) {
        if (Double.isFinite(value)) {
            json.put(key, value);
        } else {
            json.putNull(key);
        }
    }
}
