package dev.rewind.deploy.learn;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import dev.rewind.training.TrainingProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class TrainingDisplayTest {
    private static final String LINE =
            "[##########----------] epoch 3  loss 0.812  top-1 0.934  38.2 clips/s  1.5 GiB  3:12, left 3:12";
    private static final TrainingProgress HALF =
            new TrainingProgress(3, 0.5, 0.8123, 0.934, 38.2, Duration.ofSeconds(192));
    private static final MemoryReading MEMORY = () -> OptionalLong.of(3L << 29);

    private final StringWriter out = new StringWriter();

    @Test
    void printsNothingButPlainLinesWhereThereIsNoTerminal() {
        try (TrainingDisplay display = new TrainingDisplay(new PrintWriter(out), MEMORY, Optional.empty())) {
            display.step(HALF);
            display.epoch(HALF);
        }

        assertThat(out.toString()).isEqualTo(LINE + System.lineSeparator());
    }

    @Test
    void movesABarWithEveryStep() {
        List<String> drawn = new ArrayList<>();
        try (TrainingDisplay display = new TrainingDisplay(
                new PrintWriter(out), MEMORY, Optional.of(new DelegatingProgressBarConsumer(drawn::add, 150)))) {
            display.step(HALF);
            display.epoch(HALF);
        }

        assertThat(drawn.get(drawn.size() - 1))
                .contains("training", "50%", "0:03:12", "epoch 3", "loss 0.812", "38.2 clips/s", "1.5 GiB");
        assertThat(out.toString()).isEqualTo("\r" + LINE + "\033[K" + System.lineSeparator() + "\r\033[K");
    }

    @Test
    void saysNothingOfMemoryWhereTheSystemDoesNot() {
        try (TrainingDisplay display =
                new TrainingDisplay(new PrintWriter(out), OptionalLong::empty, Optional.empty())) {
            display.epoch(HALF);
        }

        assertThat(out.toString()).contains("38.2 clips/s  3:12, left");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void readsWhatThisProcessHolds() {
        assertThat(MemoryReading.of(Device.cpu()).bytes().getAsLong()).isBetween(1L << 24, 1L << 40);
    }
}
