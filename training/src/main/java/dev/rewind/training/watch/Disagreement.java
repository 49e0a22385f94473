package dev.rewind.training.watch;

import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Trial;
import dev.rewind.training.gate.Chance;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Whether people disagree with the live model so much that the previous one should come back. Two things must hold beyond
 * chance. People agreed with the live model less often than with the previous one, or where they said too little of that,
 * less often than the gate would have it. And on these very clips the previous model is right where the live one was
 * wrong more often than the other way round: people look at doubtful clips most, on which every model does worse than the
 * gate says.
 */
public final class Disagreement {
    private final RollbackSettings settings;

    Disagreement(RollbackSettings settings) {
        this.settings = settings;
    }

    /** Labels clips with a model that does not serve now. */
    public interface Hindsight {
        /**
         * Which opinions' clips the model labels as the person does.
         *
         * @return true or false for each; empty for a clip that is not at hand
         */
        List<Optional<Boolean>> right(ModelRecord model, List<Opinion> opinions);
    }

    /** Why the live model should go, with the figures; empty while it may stay. */
    Optional<String> reason(ModelRecord live, ModelRecord previous, Feedback feedback, Hindsight hindsight) {
        // A person who brings a model back knows what was said of it before.
        List<Opinion> said =
                feedback.of(live.version(), classes(live), live.standing().since());
        if (said.size() < settings.fewest()) {
            return Optional.empty();
        }
        Comparison agreement = agreement(live, previous, said, feedback);
        if (agreement.chance().orElse(0) >= settings.significance()) {
            return Optional.empty();
        }
        Comparison paired = paired(previous, said, hindsight.right(previous, said));
        boolean unknown = paired.chance().isEmpty();
        if (unknown && agreement.chance().isEmpty() || paired.chance().orElse(0) >= settings.significance()) {
            return Optional.empty();
        }
        return Optional.of(agreement.words() + (unknown ? "" : "; " + paired.words()));
    }

    /** How likely something is by chance, if that can be said, and what it is. */
    private record Comparison(OptionalDouble chance, String words) {}

    private Comparison agreement(ModelRecord live, ModelRecord previous, List<Opinion> said, Feedback feedback) {
        int right = agreed(said);
        String words = "people agreed with " + right + " of " + said.size() + " of its labels";
        List<Opinion> before = feedback.of(previous.version(), classes(previous), Instant.MIN);
        if (before.size() >= settings.fewest()) {
            int rightBefore = agreed(before);
            double chance = Chance.of(right, said.size(), rightBefore, before.size());
            return new Comparison(
                    OptionalDouble.of(chance),
                    words + " and " + rightBefore + " of " + before.size() + " of " + previous.version()
                            + shown(chance));
        }
        OptionalDouble expected =
                Stream.of(live, previous).flatMapToDouble(Disagreement::heldOut).max();
        if (expected.isEmpty()) {
            return new Comparison(OptionalDouble.empty(), words);
        }
        double chance = Chance.of(right, said.size(), expected.getAsDouble());
        return new Comparison(
                OptionalDouble.of(chance),
                words
                        + String.format(
                                Locale.ROOT, ", where %.3f were right of the clips held out", expected.getAsDouble())
                        + shown(chance));
    }

    private Comparison paired(ModelRecord previous, List<Opinion> said, List<Optional<Boolean>> right) {
        int wins = 0;
        int losses = 0;
        int known = 0;
        for (int i = 0; i < said.size(); i++) {
            if (right.get(i).isPresent()) {
                known++;
                boolean before = right.get(i).get();
                wins += before && !said.get(i).agrees() ? 1 : 0;
                losses += !before && said.get(i).agrees() ? 1 : 0;
            }
        }
        if (known < settings.fewest()) {
            return new Comparison(OptionalDouble.empty(), "");
        }
        double chance = Chance.of(losses, wins + losses, 0.5);
        return new Comparison(
                OptionalDouble.of(chance),
                "on " + known + " of these clips " + previous.version() + " is right " + wins
                        + " times where it was wrong, and wrong " + losses + " times where it was right"
                        + shown(chance));
    }

    private static int agreed(List<Opinion> opinions) {
        return (int) opinions.stream().filter(Opinion::agrees).count();
    }

    /** Top-1 that the gate measured: of the model, and of the live one it was measured beside. */
    private static DoubleStream heldOut(ModelRecord model) {
        Trial trial = model.trial();
        if (trial == null) {
            return DoubleStream.empty();
        }
        List<Double> known = new ArrayList<>();
        Optional.ofNullable(trial.metrics().get("top1")).ifPresent(known::add);
        Optional.ofNullable(trial.verdict()).ifPresent(verdict -> known.add(verdict.live()));
        return known.stream().mapToDouble(Double::doubleValue);
    }

    private static Set<String> classes(ModelRecord model) {
        Set<String> classes = new HashSet<>();
        model.manifest().path("classes").forEach(name -> classes.add(name.asText()));
        return classes;
    }

    private static String shown(double chance) {
        return String.format(Locale.ROOT, " (by chance: %.2g)", chance);
    }
}
