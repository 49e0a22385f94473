package dev.rewind.training.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.models.Verdict;
import dev.rewind.topics.models.Verdict.Drop;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class GateTest {
    private static final List<String> KNOWN = List.of("wave", "point");

    private final List<Answer> answers = new ArrayList<>();

    @Test
    void passesWhatIsBetterBeyondChance() {
        answer("wave", 30, true, true);
        answer("wave", 15, false, true);
        answer("wave", 2, true, false);

        Verdict verdict = judge();
        assertThat(verdict.passed()).isTrue();
        assertThat(verdict.live()).isEqualTo(32 / 47.0);
        assertThat(verdict.candidate()).isEqualTo(45 / 47.0);
        assertThat(verdict.low()).isPositive().isLessThan(13 / 47.0);
        assertThat(verdict.high()).isGreaterThan(13 / 47.0);
        assertThat(verdict.reason()).contains("top-1 0.957 against 0.681", "+0.277", "95 % interval", "better");
    }

    @Test
    void refusesWhatIsWorseOrTheSameOrLuckyAtMost() {
        answer("wave", 30, true, true);
        assertThat(judge().passed()).as("the same").isFalse();
        assertThat(judge().reason()).contains("not better beyond chance");

        answer("wave", 3, false, true);
        answer("wave", 2, true, false);
        assertThat(judge().passed()).as("lucky").isFalse();

        answer("wave", 20, true, false);
        assertThat(judge().passed()).as("worse").isFalse();
        assertThat(judge().reason()).contains("worse beyond chance");
    }

    @Test
    void refusesWhatWonAllOfTooFewClips() {
        answer("wave", 3, false, true);
        assertThat(judge().low()).isEqualTo(1);
        assertThat(judge().passed()).isFalse();
        assertThat(judge().reason()).contains("differ on 3 clips, too few to tell");

        answer("wave", 1, false, true);
        assertThat(judge().passed()).isTrue();
    }

    @Test
    void doesNotLetNewClassesHideWhatOldOnesLose() {
        answer("bow", 60, false, true);
        answer("wave", 40, true, true);
        answer("point", 20, true, false);

        Verdict verdict = judge();
        assertThat(verdict.low()).isPositive();
        assertThat(verdict.passed()).isFalse();
        assertThat(verdict.reason())
                .contains(
                        "worse beyond chance on the classes that the live model knows: -0.333", "point (1.00 to 0.00");
        assertThat(verdict.drops()).containsExactly(new Drop("point", 20, 1, 0));
    }

    @Test
    void passesNewClassesWhereOldOnesHold() {
        answer("bow", 20, false, true);
        answer("wave", 40, true, true);
        answer("point", 1, true, false);

        assertThat(judge().passed()).isTrue();
        assertThat(judge().reason()).contains("worse on point (1.00 to 0.00 of 1)");
        Gate strict = new Gate(new GateSettings(0.95, 10_000, 1, OptionalDouble.of(0.01)));
        assertThat(strict.judge(answers, KNOWN, List.of(), List.of()).reason())
                .contains("loses 0.024", "more than the 0.010");
    }

    @Test
    void drawsWholeGroupsBecauseTheirClipsErrTogether() {
        for (int group = 0; group < 8; group++) {
            for (int clip = 0; clip < 20; clip++) {
                // One camera alone gains, in all of its clips.
                answers.add(new Answer("camera " + group, "wave", group != 0, true));
            }
        }
        assertThat(judge().passed()).isFalse();

        List<Answer> independent = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            Answer answer = answers.get(i);
            independent.add(new Answer("clip " + i, answer.label(), answer.live(), answer.candidate()));
        }
        assertThat(new Gate(GateSettings.usual())
                        .judge(independent, KNOWN, List.of(), List.of())
                        .passed())
                .isTrue();
    }

    @Test
    void saysWhereGroupsAreTooFewAndWhatNoClipShows() {
        for (int i = 0; i < 20; i++) {
            answers.add(new Answer("camera " + i % 2, "wave", false, true));
        }
        Verdict verdict = new Gate(GateSettings.usual()).judge(answers, KNOWN, List.of("point"), List.of("a remark"));

        assertThat(verdict.reason())
                .contains("fewer than 5 groups", "no clips show point, which it may have forgotten", "; a remark");
    }

    @Test
    void comesToTheSameVerdictAgain() {
        for (int i = 0; i < 400; i++) {
            // Groups of so many sizes that hardly two draws are alike.
            answers.add(new Answer("group " + (int) Math.sqrt(7 * i), "wave", i % 3 == 0, i % 5 != 0));
        }
        assertThat(judge()).isEqualTo(judge());
    }

    private Verdict judge() {
        return new Gate(GateSettings.usual()).judge(answers, KNOWN, List.of(), List.of());
    }

    private void answer(String label, int clips, boolean live, boolean candidate) {
        for (int i = 0; i < clips; i++) {
            answers.add(new Answer("group " + answers.size(), label, live, candidate));
        }
    }
}
