package dev.rewind.training.gate;

import dev.rewind.topics.models.Verdict;
import dev.rewind.topics.models.Verdict.Drop;
import dev.rewind.training.gate.PairedBootstrap.Interval;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Judges a candidate by what it and the live model made of the held-out clips. */
public final class Gate {
    /** Of this many clips all of which it wins, a bootstrap of many clips begins to say that it is better. */
    private static final int FEWEST_DIFFERENCES = 4;

    private static final int NAMED = 5;

    private final GateSettings settings;

    public Gate(GateSettings settings) {
        this.settings = settings;
    }

    /**
     * Compares two models.
     *
     * @param answers at least one; all clips that are held out
     * @param known the live model's classes. New ones alone make any candidate better, so that it must hold its own on
     *     these, too
     * @param untaught classes that no clip shows: what the candidate forgot of them is not known
     * @param remarks to add to the reason
     */
    public Verdict judge(
            List<Answer> answers, Collection<String> known, Collection<String> untaught, List<String> remarks) {
        Interval all = PairedBootstrap.of(answers, settings);
        List<Answer> old = answers.stream()
                .filter(answer -> known.contains(answer.label()))
                .toList();
        List<Drop> drops = drops(answers);
        List<String> objections = objections(answers, all, old);
        String outcome = objections.isEmpty() ? "better beyond chance" : String.join("; ", objections);
        double live = share(answers, Answer::live);
        double candidate = share(answers, Answer::candidate);
        String reason = String.format(
                        Locale.ROOT,
                        "top-1 %.3f against %.3f of the live model on %d clips held out, a difference of %+.3f with"
                                + " the %.0f %% interval [%+.3f, %+.3f]: ",
                        candidate,
                        live,
                        answers.size(),
                        candidate - live,
                        100 * settings.confidence(),
                        all.low(),
                        all.high())
                + outcome
                + worse(drops)
                + (untaught.isEmpty()
                        ? ""
                        : "; no clips show " + String.join(", ", untaught) + ", which it may have forgotten")
                + (PairedBootstrap.drawsGroups(answers)
                        ? ""
                        : "; of fewer than " + PairedBootstrap.FEWEST_GROUPS
                                + " groups, so that clips of one counted as independent")
                + remarks.stream().map(remark -> "; " + remark).collect(Collectors.joining());
        return new Verdict(
                objections.isEmpty(),
                answers.size(),
                live,
                candidate,
                all.low(),
                all.high(),
                settings.confidence(),
                drops,
                reason);
    }

    private List<String> objections(List<Answer> answers, Interval all, List<Answer> old) {
        List<String> objections = new ArrayList<>();
        long differences = answers.stream().filter(answer -> answer.gain() != 0).count();
        if (all.low() <= 0) {
            objections.add(all.high() < 0 ? "worse beyond chance" : "not better beyond chance");
        } else if (differences < FEWEST_DIFFERENCES) {
            objections.add("they differ on " + differences + " clips, too few to tell");
        }
        if (!old.isEmpty()) {
            Interval onOld = PairedBootstrap.of(old, settings);
            double gain = share(old, Answer::candidate) - share(old, Answer::live);
            if (onOld.high() < 0) {
                objections.add(String.format(
                        Locale.ROOT,
                        "worse beyond chance on the classes that the live model knows: %+.3f, interval [%+.3f, %+.3f]",
                        gain,
                        onOld.low(),
                        onOld.high()));
            } else if (settings.largestDrop().isPresent()
                    && -gain > settings.largestDrop().getAsDouble()) {
                objections.add(String.format(
                        Locale.ROOT,
                        "loses %.3f on the classes that the live model knows, more than the %.3f allowed",
                        -gain,
                        settings.largestDrop().getAsDouble()));
            }
        }
        return objections;
    }

    private static List<Drop> drops(List<Answer> answers) {
        Map<String, List<Answer>> byLabel =
                answers.stream().collect(Collectors.groupingBy(Answer::label, TreeMap::new, Collectors.toList()));
        List<Drop> drops = new ArrayList<>();
        byLabel.forEach((label, clips) -> {
            Drop drop = new Drop(label, clips.size(), share(clips, Answer::live), share(clips, Answer::candidate));
            if (drop.candidate() < drop.live()) {
                drops.add(drop);
            }
        });
        drops.sort(Comparator.comparingDouble(drop -> drop.candidate() - drop.live()));
        return drops;
    }

    private static String worse(List<Drop> drops) {
        if (drops.isEmpty()) {
            return "";
        }
        String named = drops.stream()
                .limit(NAMED)
                .map(drop -> String.format(
                        Locale.ROOT,
                        "%s (%.2f to %.2f of %d)",
                        drop.label(),
                        drop.live(),
                        drop.candidate(),
                        drop.clips()))
                .collect(Collectors.joining(", "));
        return "; worse on " + named + (drops.size() > NAMED ? " and " + (drops.size() - NAMED) + " more" : "");
    }

    private static double share(List<Answer> answers, Predicate<Answer> right) {
        return answers.stream().filter(right).count() / (double) answers.size();
    }
}
