package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes that share four partitions on a real broker. */
@Timeout(180)
class ScaleOutTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void sharesThePartitionsWithWhoeverJoinsAndTakesThemBackFromWhoeverLeaves() {
        try (Instance first = new Instance(Membership.anonymous(), "first")) {
            await(() -> first.partitions().size() == 4);
            try (Instance second = new Instance(Membership.anonymous(), "second")) {
                await(() ->
                        second.partitions().size() == 2 && first.partitions().size() == 2);
                Set<String> both = new TreeSet<>(first.partitions());
                both.addAll(second.partitions());
                assertThat(both).containsExactly("0", "1", "2", "3");
            }
            await(() -> first.partitions().size() == 4);
        }
    }

    @Test
    void interruptsNobodyWhenANamedProcessRestarts() {
        try (Instance first = new Instance(Membership.named("first"), "first")) {
            Set<String> before;
            try (Instance second = new Instance(Membership.named("second"), "second")) {
                await(() ->
                        second.partitions().size() == 2 && first.partitions().size() == 2);
                before = second.partitions();
            }
            double rebalances = first.rebalances();
            try (Instance second = new Instance(Membership.named("second"), "second-again")) {
                await(() -> second.partitions().size() == 2);

                assertThat(second.partitions()).isEqualTo(before);
                assertThat(first.rebalances()).isEqualTo(rebalances);
                assertThat(first.partitions()).hasSize(2);
            }
        }
    }

    @Test
    void isNotReadyBeforeItHasPartitionsNorWithoutABroker() {
        try (Instance only = new Instance(Membership.anonymous(), "only")) {
            await(() -> only.service.unreadiness().isEmpty());
            broker.close();
            await(() -> only.service.unreadiness().isPresent());

            assertThat(only.service.unreadiness().orElseThrow()).startsWith("no broker of 127.0.0.1:");
            assertThat(only.service.failure()).isEmpty();
        }
    }

    /** A process, as far as the broker can see. */
    private final class Instance implements AutoCloseable {
        private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
        private final InferenceService service;

        private Instance(Membership membership, String state) {
            InferenceSettings base = TestSettings.in(directory.resolve(state));
            InferenceSettings settings = new InferenceSettings(
                    base.applicationId(),
                    base.streamThreads(),
                    base.clips(),
                    base.topK(),
                    base.flushAfter(),
                    base.stateDirectory(),
                    membership,
                    base.serving(),
                    base.drift(),
                    base.questions(),
                    base.smoothing(),
                    base.overload());
            ModelServer models = new ModelServer(
                    broker.connection(),
                    settings.serving(),
                    new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities),
                    record -> {
                        throw new IllegalStateException("no other model is expected");
                    });
            service = new InferenceService(broker.connection(), settings, models, (label, scores) -> {});
            service.reportTo(registry);
            assertThat(service.unreadiness()).isPresent();
            service.start();
            service.awaitRunning(PATIENCE);
        }

        Set<String> partitions() {
            return registry.find("rewind.lag").gauges().stream()
                    .map(Gauge::getId)
                    .map(id -> id.getTag("partition"))
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        double rebalances() {
            return registry.find("kafka.consumer.coordinator.rebalance.total").functionCounters().stream()
                    .mapToDouble(FunctionCounter::count)
                    .sum();
        }

        @Override
        public void close() {
            service.close();
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
