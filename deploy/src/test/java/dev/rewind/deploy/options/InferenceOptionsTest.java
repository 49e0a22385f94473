package dev.rewind.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class InferenceOptionsTest {
    @Test
    void isTheUsualWhereNothingIsSaid() {
        assertThat(settings()).usingRecursiveComparison().isEqualTo(InferenceSettings.defaults(Path.of("state")));
    }

    @Test
    void setsWhatIsCalledDrift() {
        assertThat(settings("--drift-clips 9 --drift-least 8 --drift-every 7s --drift-streams 6 --drift-labels 0.5"
                                + " --drift-confidence 0.4 --drift-embedding 0.3")
                        .drift())
                .isEqualTo(new DriftSettings(9, 8, Duration.ofSeconds(7), 6, 0.5, 0.4, 0.3));
    }

    @Test
    void setsWhatPeopleAreAsked() {
        assertThat(settings("--question-every 9 --question-uncertainty 0 --question-similarity 1 --question-memory 0")
                        .questions())
                .isEqualTo(new QuestionSettings(9, 0, 1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--drift-clips 0",
                "--drift-least 0",
                "--drift-every soon",
                "--drift-streams 0",
                "--drift-labels 0",
                "--drift-confidence NaN",
                "--drift-embedding -1",
                "--question-every 0",
                "--question-uncertainty 1.1",
                "--question-similarity 0",
                "--question-memory -1"
            })
    void namesTheOptionWhoseValueIsNone(String line) {
        String[] parts = line.split(" ");

        assertThatThrownBy(() -> settings(line))
                .isInstanceOf(ParameterException.class)
                .hasMessageContainingAll(parts);
    }

    private static InferenceSettings settings(String... lines) {
        Line command = new Line();
        new CommandLine(command).parseArgs(lines.length == 0 ? lines : lines[0].split(" "));
        return command.inference.settings(Path.of("state"));
    }

    @Command
    private static final class Line {
        @Mixin
        private InferenceOptions inference;
    }
}
