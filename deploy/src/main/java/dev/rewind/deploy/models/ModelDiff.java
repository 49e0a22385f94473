package dev.rewind.deploy.models;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Trial;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What sets two models apart.
 *
 * @param before the first
 * @param after the second
 * @param weights how far the weights moved
 */
record ModelDiff(ModelRecord before, ModelRecord after, WeightsMove weights) {
    private static final int WORST = 5;
    private static final String NONE = "none";

    List<String> gained() {
        return without(ModelText.classes(after), ModelText.classes(before));
    }

    List<String> lost() {
        return without(ModelText.classes(before), ModelText.classes(after));
    }

    List<Difference> network() {
        return Difference.between(
                before.manifest().path("network"), after.manifest().path("network"));
    }

    List<Difference> clip() {
        return Difference.between(
                before.manifest().path("clip"), after.manifest().path("clip"));
    }

    /** For a person. */
    List<String> lines() {
        Columns side = new Columns()
                .row("", before.version(), after.version())
                .row("state", ModelText.state(before), ModelText.state(after))
                .row("trained from", parent(before), parent(after));
        metrics().forEach(name -> side.row(name, figure(before, name), figure(after, name)));
        Columns apart = new Columns()
                .row("classes gained", list(gained()))
                .row("classes lost", list(lost()))
                .row("network", text(network()))
                .row("clip", text(clip()))
                .row("weights moved", share(weights.all()) + " of their length");
        weights.layers().forEach((layer, move) -> apart.row("  " + layer, share(move)));
        apart.row(
                "moved furthest",
                weights.tensors().entrySet().stream()
                        .limit(WORST)
                        .map(move -> move.getKey() + " " + share(move.getValue()))
                        .collect(Collectors.joining(", ")));
        if (!weights.unlike().isEmpty()) {
            apart.row("not compared", list(weights.unlike()));
        }
        List<String> lines = new ArrayList<>(side.lines());
        lines.addAll(apart.lines());
        return lines;
    }

    /** For programs. */
    ObjectNode json() {
        ObjectNode json = ModelText.JSON.createObjectNode();
        json.put("before", before.version()).put("after", after.version());
        json.set("classesGained", ModelText.JSON.valueToTree(gained()));
        json.set("classesLost", ModelText.JSON.valueToTree(lost()));
        ObjectNode figures = json.putObject("metrics");
        for (String name : metrics()) {
            ObjectNode both = figures.putObject(name);
            ModelText.metric(before, name).ifPresent(value -> both.put("before", value));
            ModelText.metric(after, name).ifPresent(value -> both.put("after", value));
        }
        json.set("network", ModelText.JSON.valueToTree(network()));
        json.set("clip", ModelText.JSON.valueToTree(clip()));
        json.set("weights", ModelText.JSON.valueToTree(weights));
        return json;
    }

    private TreeSet<String> metrics() {
        TreeSet<String> names = new TreeSet<>();
        List.of(before, after).forEach(model -> Optional.ofNullable(model.trial())
                .map(Trial::metrics)
                .map(Map::keySet)
                .ifPresent(names::addAll));
        return names;
    }

    private static List<String> without(List<String> all, List<String> those) {
        return all.stream().filter(name -> !those.contains(name)).toList();
    }

    private static String parent(ModelRecord model) {
        return Optional.ofNullable(model.parent()).orElse(NONE);
    }

    private static String figure(ModelRecord model, String name) {
        return ModelText.metric(model, name)
                .map(value -> String.format(Locale.ROOT, "%.4g", value))
                .orElse("-");
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? NONE : String.join(", ", names);
    }

    private static String text(List<Difference> differences) {
        return differences.isEmpty() ? "the same" : Difference.text(differences);
    }

    private static String share(double move) {
        return String.format(Locale.ROOT, "%.4f", move);
    }
}
