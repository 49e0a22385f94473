package dev.rewind.inference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.KafkaConnection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StreamsConfigurationTest {
    private static final KafkaConnection CONNECTION = KafkaConnection.of("localhost:9092");

    private final InferenceSettings settings = TestSettings.in(Path.of("."));

    @Test
    void replacesAKilledProcessSoonWhereTheModelIsFast() {
        Properties properties = StreamsConfiguration.of(CONNECTION, settings, Duration.ofMillis(500));

        assertThat(properties)
                .containsEntry("session.timeout.ms", 6_000)
                .containsEntry("transaction.timeout.ms", 10_000)
                .containsEntry("max.poll.interval.ms", 300_000)
                .doesNotContainKey("group.instance.id");
    }

    @Test
    void waitsForAModelThatTakesLongForABatch() {
        assertThat(StreamsConfiguration.of(CONNECTION, settings, Duration.ofSeconds(21)))
                .containsEntry("transaction.timeout.ms", 84_000)
                .containsEntry("max.poll.interval.ms", 336_000);
        assertThat(StreamsConfiguration.of(CONNECTION, settings, Duration.ofHours(1)))
                .containsEntry("transaction.timeout.ms", 900_000)
                .containsEntry("max.poll.interval.ms", 900_000);
    }

    @Test
    void letsTheConnectionOverruleWhatIsNoMatterOfExactlyOnce() {
        KafkaConnection own = CONNECTION.with(Map.of(
                "session.timeout.ms", "9000",
                "transaction.timeout.ms", "20000",
                "num.standby.replicas", "1",
                "processing.guarantee", "at_least_once"));

        assertThat(StreamsConfiguration.of(own, settings, Duration.ofHours(1)))
                .containsEntry("session.timeout.ms", "9000")
                .containsEntry("transaction.timeout.ms", "20000")
                .containsEntry("num.standby.replicas", "1")
                .containsEntry("processing.guarantee", "exactly_once_v2");
    }
}
