package dev.rewind.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.StreamPattern;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadPolicy;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.overload.Priorities;
import dev.rewind.inference.smoothing.SmoothingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    void setsHowClipsAreCut() {
        assertThat(settings("--clip-frames 32 --clip-rate 5 --stride 8 --clips cam-*=frames:4 --clips a=b=rate:2.5")
                        .clips())
                .isEqualTo(new ClipRules(
                        new ClipSettings(Optional.of(32), Optional.of(5.0), Optional.of(8)),
                        List.of(
                                new ClipRules.Rule(new StreamPattern("cam-*"), ClipSettings.parse("frames:4")),
                                new ClipRules.Rule(new StreamPattern("a=b"), ClipSettings.parse("rate:2.5")))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--clip-frames 257", "--clip-rate 0", "--stride 0", "--clips cam-*", "--clips cam-*=frames:0"})
    void refusesClipsThatAreNone(String line) {
        assertThatThrownBy(() -> settings(line)).isInstanceOf(ParameterException.class);
    }

    @Test
    void setsWhetherScoresAreSmoothed() {
        assertThat(settings("--smooth 2s").smoothing())
                .contains(new SmoothingSettings(Duration.ofSeconds(2), 0.6, 0.4));
        assertThat(settings("--smooth 0s --event-from 0.9 --event-below 0.2").smoothing())
                .contains(new SmoothingSettings(Duration.ZERO, 0.9, 0.2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--smooth long",
                "--event-from 0.5",
                "--event-below 0.5",
                "--smooth 1s --event-from 0.3",
                "--smooth 1s --event-from 1.1",
                "--smooth 1s --event-below 0"
            })
    void refusesSmoothingThatIsNone(String line) {
        assertThatThrownBy(() -> settings(line)).isInstanceOf(ParameterException.class);
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

    @Test
    void setsWhatGivesWay() {
        assertThat(settings(
                                "--overload thin --thin-model small --behind-after 5s --priority vault=3 --priority cam-*=0")
                        .overload())
                .isEqualTo(new OverloadSettings(
                        OverloadPolicy.THIN,
                        Duration.ofSeconds(5),
                        new Priorities(List.of(Priorities.Rule.of("vault=3"), Priorities.Rule.of("cam-*=0"))),
                        Optional.of("small")));
        assertThat(settings("--overload drop-oldest").overload().policy()).isEqualTo(OverloadPolicy.DROP_OLDEST);
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
                "--question-memory -1",
                "--overload panic",
                "--priority vault=first",
                "--behind-after late",
                "--overload thin"
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
