package dev.rewind.deploy.explain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.table.Columns;
import dev.rewind.model.Compute;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** How an explanation looks on a terminal, and to programs. */
final class ExplanationText {
    private static final JsonMapper JSON = new JsonMapper();

    private ExplanationText() {}

    /** What lies where, what computed it, each class then and now, the verdict, and where the time went. */
    static List<String> lines(Explanation explanation) {
        Label label = explanation.found().label();
        List<String> lines = new ArrayList<>(new Columns()
                .row(
                        "label",
                        label.stream() + ", " + label.from() + " to " + label.to() + ", offset "
                                + explanation.found().offset() + " of partition "
                                + explanation.found().partition() + " of '" + Topic.LABELS.topicName() + "'")
                .row(
                        "frames",
                        label.lineage().places() + " of partition "
                                + label.lineage().partition() + " of '" + Topic.FRAMES.topicName() + "', the very "
                                + label.lineage().frames() + cut(label.lineage().cut()))
                .row(
                        "model",
                        label.model().version() + ", weights " + label.model().sha256())
                .row("compute", compute(label.model().compute(), explanation.compute()))
                .lines());
        lines.add("");
        lines.addAll(scores(explanation));
        lines.add(verdict(explanation));
        if (label.latency() != null) {
            lines.add("");
            lines.addAll(stages(label.latency()));
        }
        return lines;
    }

    /** One object: the label as it lies there, where, the scores then and now, and the verdict. */
    static String json(Explanation explanation) {
        ObjectNode all = JSON.createObjectNode();
        Label label = explanation.found().label();
        try (var json = JsonSerde.of(Label.class).serializer()) {
            all.set("label", JSON.readTree(json.serialize(Topic.LABELS.topicName(), label)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was JSON a moment ago is none: " + label, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        all.put("partition", explanation.found().partition())
                .put("offset", explanation.found().offset());
        all.putObject("compute")
                .put("device", explanation.compute().device().toString())
                .put("kernels", lower(explanation.compute().kind()))
                .put("dtype", lower(explanation.compute().dtype()));
        ArrayNode scores = all.putArray("scores");
        for (Explanation.ClassScore score : explanation.classes()) {
            scores.addObject()
                    .put("label", score.label())
                    .put("said", score.said())
                    .put("now", score.now())
                    .put("difference", score.said() == null ? null : score.difference());
        }
        return all.put("largestDifference", explanation.largestDifference())
                .put("tolerance", Explanation.TOLERANCE)
                .put("same", explanation.same())
                .toString();
    }

    private static String cut(Label.Cut cut) {
        if (cut == null) {
            return "";
        }
        return "; cut every " + cut.stride() + " frames, " + cut.length() + " long"
                + (cut.rate() == null ? "" : ", at " + cut.rate() + " frames a second");
    }

    private static String compute(Label.Compute then, Compute now) {
        String here = now.device() + ", " + lower(now.kind()) + " kernels, " + lower(now.dtype());
        if (then == null) {
            return "the label does not say how; now " + here;
        }
        String said = then.device() + ", " + then.kernels() + " kernels, " + then.dtype();
        return said.equals(here) ? said + ", then and now" : said + "; now " + here;
    }

    private static List<String> scores(Explanation explanation) {
        Columns table = new Columns().row("CLASS", "THEN", "NOW", "DIFFERENCE");
        for (Explanation.ClassScore score : explanation.classes()) {
            boolean shown = score.said() != null;
            table.row(
                    score.label(),
                    shown ? number("%.6f", score.said()) : "-",
                    number("%.6f", score.now()),
                    shown ? number("%+.1e", score.difference()) : "-");
        }
        return table.lines();
    }

    private static String verdict(Explanation explanation) {
        String far = number("%.1e", explanation.largestDifference());
        return explanation.same()
                ? "the same: no score is further away than " + far
                : "DIFFERENT: a score is " + far + " away, where rounding makes at most "
                        + number("%.0e", Explanation.TOLERANCE);
    }

    private static List<String> stages(Label.Latency spent) {
        Columns table = new Columns().row("STAGE", "MS");
        stage(table, "capture to decoded by ingest", spent.decoded());
        stage(table, "to produced", spent.produced());
        stage(table, "to read by inference", spent.transport());
        stage(table, "to the clip complete", spent.assembled());
        stage(table, "waiting for a batch", spent.queued());
        stage(table, "in the model", spent.computed());
        stage(table, "to the label sent", spent.sent());
        stage(table, "in all", spent.total());
        return table.lines();
    }

    private static void stage(Columns table, String name, Long millis) {
        if (millis != null) {
            table.row(name, millis.toString());
        }
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
