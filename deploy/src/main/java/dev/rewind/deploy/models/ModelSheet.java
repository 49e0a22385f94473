package dev.rewind.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Profile;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Verdict;
import dev.rewind.topics.models.WeightsPlace;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;

/** One model, line by line. */
final class ModelSheet {
    private static final int MIDDLE_DECILE = 4;

    private final Columns columns = new Columns();

    private ModelSheet() {}

    static List<String> lines(ModelRecord model, ModelCatalog catalog) {
        ModelSheet sheet = new ModelSheet();
        sheet.standing(model, catalog);
        sheet.origin(model);
        Optional.ofNullable(model.trial()).ifPresent(trial -> new TreeMap<>(trial.metrics())
                .forEach((name, value) -> sheet.line(name, String.format(Locale.ROOT, "%.4g", value))));
        ModelText.verdict(model).ifPresent(sheet::verdict);
        Optional.ofNullable(model.profile()).ifPresent(sheet::profile);
        sheet.weights(model.weights());
        return new ArrayList<>(sheet.columns.lines());
    }

    private void standing(ModelRecord model, ModelCatalog catalog) {
        Standing standing = model.standing();
        boolean live = catalog.live().filter(model::equals).isPresent();
        boolean overtaken = model.state() == ModelRecord.State.LIVE && !live;
        line("version", model.version());
        line(
                "state",
                ModelText.state(model)
                        + (overtaken ? ", but another became live after it" : "")
                        + (standing.forced() ? ", whatever it costs in classes or speed" : ""));
        line("since", ModelText.time(standing.since()));
        line("reason", standing.reason());
        if (standing.replaced() != null) {
            line("took over from", standing.replaced() + (live ? ", which a rollback brings back" : ""));
        }
    }

    private void origin(ModelRecord model) {
        JsonNode manifest = model.manifest();
        JsonNode clip = manifest.path("clip");
        List<String> classes = ModelText.classes(model);
        line("trained from", model.parent() == null ? "nothing, or nothing that is known" : model.parent());
        line("created", manifest.path("created").asText("not known"));
        line("network", manifest.path("preset").asText("not known"));
        line(
                "clip",
                clip.path("frames").asText() + " frames of "
                        + clip.path("width").asText() + " x "
                        + clip.path("height").asText() + ", one every "
                        + period(clip.path("period").asText()));
        line("classes", classes.size() + ": " + String.join(", ", classes));
    }

    /** ISO-8601 in the manifest, which reads as PT0.133333333S. */
    private static String period(String iso) {
        try {
            return Duration.parse(iso).toMillis() + " ms";
        } catch (DateTimeParseException e) {
            return iso;
        }
    }

    private void verdict(Verdict verdict) {
        line("verdict", (verdict.passed() ? "passed: " : "failed: ") + verdict.reason());
        line(
                "against the live",
                String.format(
                        Locale.ROOT,
                        "%.3f, live %.3f, on the same %d clips; difference %+.3f, %.0f %% interval %+.3f to %+.3f",
                        verdict.candidate(),
                        verdict.live(),
                        verdict.clips(),
                        verdict.candidate() - verdict.live(),
                        100 * verdict.confidence(),
                        verdict.low(),
                        verdict.high()));
        verdict.drops()
                .forEach(drop -> line(
                        "worse",
                        String.format(
                                Locale.ROOT,
                                "%s: recall %.3f, live %.3f, of %d clips",
                                drop.label(),
                                drop.candidate(),
                                drop.live(),
                                drop.clips())));
    }

    private void profile(Profile profile) {
        line(
                "trained on",
                String.format(
                        Locale.ROOT,
                        "%d clips, half of them labelled with at least %.2f; %d features",
                        profile.clips(),
                        profile.confidence().get(MIDDLE_DECILE),
                        profile.mean().size()));
    }

    private void weights(WeightsPlace weights) {
        line(
                "weights",
                weights.bytes() + " bytes in " + weights.chunks() + " chunks, partition " + weights.partition()
                        + " from offset " + weights.firstOffset());
        line("sha256", weights.sha256());
    }

    private void line(String name, String value) {
        columns.row(name, value);
    }
}
