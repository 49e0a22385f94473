package dev.rewind.deploy.replay;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.replay.Comparison.Changed;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.ClipReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a comparison looks on a terminal, and to programs. */
final class ReplayText {
    private static final JsonMapper JSON = new JsonMapper();

    private static final int MOST_TURNS = 10;

    private ReplayText() {}

    /** What was done, and of a comparison each class, which became which, and the clips that changed most. */
    static List<String> lines(Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s labelled %d clips in %.1f s, %.1f a second",
                outcome.model().version(),
                outcome.tally().clips(),
                outcome.seconds(),
                outcome.clipsPerSecond()));
        outcome.tally()
                .firstReason()
                .ifPresent(reason -> lines.add(outcome.tally().passedOver() + " passed over; the first: " + reason));
        outcome.comparison().ifPresent(found -> lines.addAll(lines(found, outcome)));
        return lines;
    }

    private static List<String> lines(Comparison found, Outcome outcome) {
        if (found.clips() == 0) {
            return List.of("no label of that time whose frames are still there");
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%d of %d clips (%.1f %%) have the class that their label says (%s); scores are up to %.6f away",
                found.agreed(),
                found.clips(),
                100.0 * found.agreed() / found.clips(),
                String.join(", ", found.models().keySet()),
                found.largestDifference()));
        Columns classes = new Columns().row("CLASS", "BEFORE", "NOW", "BOTH");
        found.classes()
                .forEach((name, count) -> classes.row(
                        name, Long.toString(count.before()), Long.toString(count.now()), Long.toString(count.both())));
        lines.add("");
        lines.addAll(classes.lines());
        if (!found.turns().isEmpty()) {
            lines.add("");
            lines.addAll(turns(found).lines());
            lines.add("");
            lines.addAll(clips(found, outcome).lines());
        }
        return lines;
    }

    private static Columns turns(Comparison found) {
        Columns table = new Columns().row("CLIPS", "BEFORE", "NOW");
        found.turns().stream()
                .limit(MOST_TURNS)
                .forEach(turn -> table.row(
                        turn.getValue().toString(),
                        turn.getKey().before(),
                        turn.getKey().now()));
        return table;
    }

    private static Columns clips(Comparison found, Outcome outcome) {
        Columns table = new Columns().row("CLIP", "BEFORE", "NOW", "FALL", "PICTURE");
        List<Changed> clips = found.mostChanged();
        for (int i = 0; i < clips.size(); i++) {
            Changed clip = clips.get(i);
            table.row(
                    ClipReference.of(clip.said()).id(),
                    score(clip.before().label(), clip.before().score()),
                    score(clip.after().label(), clip.after().score()),
                    String.format(Locale.ROOT, "%.3f", clip.fall()),
                    outcome.picture(i).map(Path::toString).orElse("-"));
        }
        return table;
    }

    /** The same as one object. */
    static ObjectNode json(Outcome outcome) {
        ObjectNode all = JSON.createObjectNode()
                .put("job", outcome.job())
                .put("model", outcome.model().version())
                .put("sha256", outcome.model().sha256())
                .put("from", outcome.stretch().from().toString())
                .put("to", outcome.stretch().to().toString())
                .put("clips", outcome.tally().clips())
                .put("clipsPerSecond", outcome.clipsPerSecond())
                .put("seconds", outcome.seconds())
                .put("passedOver", outcome.tally().passedOver());
        outcome.tally().firstReason().ifPresent(reason -> all.put("firstReason", reason));
        outcome.comparison().ifPresent(found -> all.set("diff", json(found, outcome)));
        return all;
    }

    private static ObjectNode json(Comparison found, Outcome outcome) {
        ObjectNode all = JSON.createObjectNode()
                .put("clips", found.clips())
                .put("agreed", found.agreed())
                .put("largestDifference", found.largestDifference());
        ObjectNode models = all.putObject("models");
        found.models().forEach(models::put);
        ArrayNode classes = all.putArray("classes");
        found.classes().forEach((name, count) -> classes.addObject()
                .put("label", name)
                .put("before", count.before())
                .put("now", count.now())
                .put("both", count.both()));
        ArrayNode turns = all.putArray("changes");
        for (Map.Entry<Comparison.Turn, Long> turn : found.turns()) {
            turns.addObject()
                    .put("before", turn.getKey().before())
                    .put("now", turn.getKey().now())
                    .put("clips", turn.getValue());
        }
        ArrayNode clips = all.putArray("changed");
        List<Changed> most = found.mostChanged();
        for (int i = 0; i < most.size(); i++) {
            Changed clip = most.get(i);
            ObjectNode node = clips.addObject()
                    .put("clip", ClipReference.of(clip.said()).id())
                    .put("from", clip.said().from().toString())
                    .put("to", clip.said().to().toString())
                    .put("before", clip.before().label())
                    .put("beforeScore", clip.before().score())
                    .put("now", clip.after().label())
                    .put("nowScore", clip.after().score())
                    .put("fall", clip.fall());
            outcome.picture(i).ifPresent(picture -> node.put("picture", picture.toString()));
        }
        return all;
    }

    private static String score(String label, double score) {
        return String.format(Locale.ROOT, "%s %.3f", label, score);
    }
}
