package dev.rewind.deploy.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.Label;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LabelLineTest {
    private static final Instant NOON =
            ZonedDateTime.of(2026, 1, 2, 12, 0, 5, 0, ZoneId.systemDefault()).toInstant();

    @Test
    void showsTimeStreamTopThreeVersionAndLatency() {
        LabelLine line = LabelLine.fitting(List.of("door", "kitchen"), List.of("walk", "wave", "jump", "throw"));

        String text = line.format(label("door", 412));

        assertThat(text)
                .isEqualTo("12:00:05  door     walk  0.90  wave  0.06  jump  0.03  synthetic-actions-1    412 ms");
    }

    @Test
    void keepsColumnsAlignedFromStreamToStream() {
        LabelLine line = LabelLine.fitting(List.of("door", "kitchen"), List.of("walk", "wave", "jump", "throw"));

        assertThat(line.format(label("door", 9))).hasSameSizeAs(line.format(label("kitchen", 10_000)));
    }

    @Test
    void showsAStreamLongerThanItsColumnInFull() {
        LabelLine line = LabelLine.fitting(List.of("door"), List.of("walk"));

        assertThat(line.format(label("warehouse-north", 9))).contains("warehouse-north  walk 0.90");
    }

    private static Label label(String stream, long latency) {
        return new Label(
                stream,
                NOON.minusSeconds(2),
                NOON,
                List.of(
                        new Label.Score("walk", 0.9),
                        new Label.Score("wave", 0.06),
                        new Label.Score("jump", 0.03),
                        new Label.Score("throw", 0.01)),
                new Label.Model("synthetic-actions-1", "ab12"),
                new Label.Lineage(0, 3, 5, 16),
                new Label.Latency(100, 200, latency - 300, latency));
    }
}
