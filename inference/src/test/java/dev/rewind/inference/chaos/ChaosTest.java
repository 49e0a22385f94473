package dev.rewind.inference.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.chaos.Cluster.Fault;
import dev.rewind.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three processes label 32 streams while they and the broker are killed, frozen and restarted: each clip gets its label
 * once, in the order of its stream. {@code -Drewind.chaos.seconds} and {@code -Drewind.chaos.seed} say how long and which
 * turns; what was printed repeats the turns, but not to the millisecond.
 */
@Timeout(1500)
@EnabledOnOs(
        value = {OS.LINUX, OS.MAC},
        disabledReason = "processes are frozen with kill -STOP")
class ChaosTest {
    private static final int WORKERS = 3;
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration RECOVER_WITHIN = Duration.ofSeconds(150);
    private static final Duration LONG_RUN = Duration.ofSeconds(Integer.getInteger("rewind.chaos.seconds", 600));

    /** Longer than the session of a consumer, 6 s, and a transaction, 10 s. */
    private static final Duration SHORT_FREEZE = Duration.ofSeconds(17);

    private static final Duration LONG_FREEZE = Duration.ofSeconds(60);

    private final long seed = Long.getLong("rewind.chaos.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> turns = new ArrayList<>();

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    private Cluster cluster;
    private Cameras cameras;
    private LabelAudit audit;
    private Instant begun;

    @BeforeEach
    void start() {
        cluster = new Cluster(directory, random);
        TopicSetup.ensure(cluster.connection(), TopicSetup.Layout.embedded());
    }

    @AfterEach
    void stop() {
        try {
            if (cameras != null) {
                cameras.close();
                audit.close();
            }
        } finally {
            cluster.close();
        }
    }

    @Test
    void labelsEveryClipOnceAndInOrderThroughAKillAFreezeAndARestartOfTheBroker() {
        begin(false);
        play(Duration.ofSeconds(4));
        for (Fault fault : List.of(Fault.FREEZE, Fault.KILL, Fault.BROKER_RESTART)) {
            turn(fault, SHORT_FREEZE);
            play(Duration.ofSeconds(7));
        }
        requireEveryClip();
    }

    @Test
    void labelsEveryClipOnceAndInOrderThroughARollingRestart() {
        begin(true);
        play(Duration.ofSeconds(2));
        cluster.roll();
        say("all were restarted, one after another");
        play(Duration.ofSeconds(2));
        requireEveryClip();
    }

    @Test
    @Tag("slow")
    void labelsEveryClipOnceAndInOrderThroughRandomTurns() {
        begin(false);
        playRandomTurns();
        requireEveryClip();
    }

    @Test
    @Tag("slow")
    void namesTheModelThatMadeEachLabelThroughRandomTurnsAndSwaps() {
        try (ModelSwaps swaps = new ModelSwaps(cluster.connection())) {
            begin(true);
            playRandomTurns();
            assertThat(swaps.swaps()).isPositive();
        }
        requireEveryClip();
        assertThat(audit.versions()).hasSameSizeAs(ReadingModel.VERSIONS);
    }

    private void begin(boolean named) {
        cluster.startWorkers(WORKERS, named);
        begun = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        Footage footage = new Footage(begun);
        audit = new LabelAudit(cluster.connection(), footage);
        cameras = new Cameras(cluster.connection(), footage);
        say("seed " + seed);
    }

    private void playRandomTurns() {
        Instant end = begun.plus(LONG_RUN);
        Queue<Fault> hat = new ArrayDeque<>();
        while (Instant.now().isBefore(end)) {
            play(Duration.ofMillis(1000 + random.nextInt(14_000)));
            turn(drawn(hat), random.nextInt(3) == 0 ? SHORT_FREEZE : LONG_FREEZE);
        }
    }

    /** Each once before any comes again. */
    private Fault drawn(Queue<Fault> hat) {
        if (hat.isEmpty()) {
            List<Fault> all = new ArrayList<>(List.of(Fault.values()));
            Collections.shuffle(all, random);
            hat.addAll(all);
        }
        return hat.remove();
    }

    private void turn(Fault fault, Duration freeze) {
        say(cluster.suffer(fault, freeze) + (fault == Fault.FREEZE ? " for " + freeze.toSeconds() + " s" : ""));
    }

    /** Goes on with the footage and the audit for a while. */
    private void play(Duration duration) {
        Instant end = Instant.now().plus(duration);
        while (Instant.now().isBefore(end)) {
            cluster.tend();
            audit.poll(POLL);
            assertThat(audit.findings()).as(this::story).isEmpty();
        }
    }

    /** Waits for the labels of all that was sent, then ends everything and looks whether more come. */
    private void requireEveryClip() {
        CompletableFuture<Integer> sent = cameras.end();
        Instant deadline = Instant.now().plus(RECOVER_WITHIN);
        while (!sent.isDone() || !audit.isComplete(Footage.clips(sent.join()))) {
            assertThat(Instant.now())
                    .as(() -> audit.labels() + " labels of " + sent + "; " + story())
                    .isBefore(deadline);
            cluster.tend();
            audit.poll(POLL);
            assertThat(audit.findings()).as(this::story).isEmpty();
        }
        say("all " + audit.labels() + " labels are there: " + audit.versions());
        cluster.endWorkers();
        audit.poll(POLL);
        int clips = Footage.clips(sent.join());
        assertThat(audit.isComplete(clips)).isTrue();
        assertThat(audit.findings()).as(this::story).isEmpty();
        assertThat(audit.labels()).as(this::story).isEqualTo((long) clips * Footage.STREAMS);
    }

    private void say(String what) {
        String line = String.format(
                "chaos: %5.1f s, %d labels: %s",
                Duration.between(begun, Instant.now()).toMillis() / 1000.0, audit.labels(), what);
        turns.add(line);
        System.out.println(line);
    }

    private String story() {
        return "logs in " + directory + "\n" + String.join("\n", turns) + "\n";
    }
}
