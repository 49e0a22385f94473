package dev.rewind.inference.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PartitionLoadTest {
    private static final long START = 1_000_000;
    private static final Duration CLIP = Duration.ofSeconds(1);

    @Test
    void skipsRecordsInOneLongStretchUntilTheyAreFreshAgain() {
        LoadWatch watch = watch(OverloadPolicy.DROP_OLDEST);
        PartitionLoad load = load(watch, OverloadPolicy.DROP_OLDEST);

        assertThat(skips(load, "door", 3_900))
                .as("2 s, and two clips of a second")
                .isFalse();
        assertThat(skips(load, "door", 4_100)).isTrue();
        assertThat(skips(load, "door", 600)).isTrue();
        assertThat(skips(load, "door", 400)).as("a quarter of 2 s").isFalse();
        assertThat(skips(load, "door", 3_900)).isFalse();
        assertThat(watch.standing().skippedRecords()).isEqualTo(2);
        assertThat(watch.standing().leftOut()).containsOnly(java.util.Map.entry("door", 2L));
    }

    @Test
    void skipsTheLowestPriorityFirst() {
        PartitionLoad load = load(watch(OverloadPolicy.DROP_OLDEST), OverloadPolicy.DROP_OLDEST);

        assertThat(skips(load, "cam-1", 3_100)).isTrue();
        assertThat(skips(load, "door", 3_100)).isFalse();
        assertThat(skips(load, "door", 4_100)).isTrue();
        assertThat(skips(load, "vault", 4_100)).isFalse();
        assertThat(skips(load, "vault", 6_100)).isTrue();
    }

    @Test
    void skipsNothingOfAStreamWhoseClockIsSlowerThanThoseBesideIt() {
        PartitionLoad load = load(watch(OverloadPolicy.DROP_OLDEST), OverloadPolicy.DROP_OLDEST);
        load.read(START, START);
        load.read(START - 60_000, START);

        assertThat(load.skips("door", START)).isFalse();
    }

    @Test
    void skipsNothingUnderAnotherPolicy() {
        for (OverloadPolicy policy : List.of(OverloadPolicy.WAIT, OverloadPolicy.STRETCH)) {
            assertThat(skips(load(watch(policy), policy), "door", 3_600_000)).isFalse();
        }
    }

    @Test
    void doublesTheStrideWhileItStaysBehindAndHalvesItAgainAfterwards() {
        LoadWatch watch = watch(OverloadPolicy.STRETCH);
        PartitionLoad load = load(watch, OverloadPolicy.STRETCH);
        assertThat(labelledOf(8, load)).isEqualTo(8);

        load.read(START, START + 2_100);
        load.look(2_100, START + 2_100);
        assertThat(labelledOf(8, load)).isEqualTo(4);
        load.look(2_500, START + 4_100);
        assertThat(labelledOf(8, load)).isEqualTo(2);
        load.look(2_200, START + 6_100);
        assertThat(labelledOf(8, load)).as("it gets better").isEqualTo(2);
        load.look(0, START + 8_100);
        assertThat(labelledOf(8, load)).isEqualTo(4);
        load.look(0, START + 10_100);
        assertThat(labelledOf(8, load)).isEqualTo(8);
        assertThat(watch.standing().stretchedClips()).isEqualTo(4 + 6 + 6 + 4);
    }

    @Test
    void tellsSinceWhenItIsBehindAndHowLongItTookToRecover() {
        LoadWatch watch = watch(OverloadPolicy.WAIT);
        watch.observe(0, 1_900, START);
        assertThat(watch.isBehind()).isFalse();

        watch.observe(1, 2_100, START + 100);
        watch.observe(1, 9_000, START + 10_000);
        watch.observe(1, 1_100, START + 12_000);
        assertThat(watch.standing().behindSince()).isEqualTo(START + 100 - 2_000);
        watch.observe(0, 0, START + 13_000);
        watch.observe(1, 900, START + 13_000);

        assertThat(watch.isBehind()).isFalse();
        assertThat(watch.standing().recoveryMillis()).isEqualTo(3_000);
    }

    @Test
    void isBehindWhileItLeavesOutClipsThoughThoseThatAreLabelledAreFresh() {
        LoadWatch watch = watch(OverloadPolicy.DROP_OLDEST);
        PartitionLoad load = load(watch, OverloadPolicy.DROP_OLDEST);
        load.dropped("door", START);
        load.look(0, START);
        assertThat(watch.isBehind()).isTrue();

        load.look(0, START + 1_900);
        assertThat(watch.isBehind()).isTrue();
        load.look(0, START + 2_100);
        assertThat(watch.isBehind()).isFalse();
        assertThat(watch.standing().recoveryMillis()).isEqualTo(2_100);
    }

    @Test
    void refusesAPriorityThatIsNone() {
        assertThatThrownBy(() -> Priorities.Rule.of("door=ten"))
                .hasMessage("a priority is STREAM=N with N from 0 to 9, but was 'door=ten'");
        assertThat(priorities().of("cam-7")).isZero();
        assertThat(priorities().of("my-cam-7")).isEqualTo(Priorities.USUAL);
    }

    private static boolean skips(PartitionLoad load, String stream, long age) {
        // A new newest record, that much later: ages may only be compared within one.
        now += 3_600_000;
        load.read(now - age, now);
        return load.skips(stream, now);
    }

    private static long now = START;

    private static int labelledOf(int clips, PartitionLoad load) {
        int labelled = 0;
        for (int i = 0; i < clips; i++) {
            labelled += load.stretches("door") ? 0 : 1;
        }
        return labelled;
    }

    private static Priorities priorities() {
        return new Priorities(List.of(Priorities.Rule.of("cam-*=0"), Priorities.Rule.of("vault=2")));
    }

    private static OverloadSettings settings(OverloadPolicy policy) {
        return new OverloadSettings(policy, Duration.ofSeconds(2), priorities(), Optional.empty());
    }

    private static LoadWatch watch(OverloadPolicy policy) {
        return new LoadWatch(settings(policy));
    }

    private static PartitionLoad load(LoadWatch watch, OverloadPolicy policy) {
        return new PartitionLoad(watch, settings(policy), 0, CLIP);
    }
}
