package dev.rewind.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.training.TrainingSettings;
import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.augment.PublishedRecipe;
import dev.rewind.training.optimize.CosineSchedule;
import dev.rewind.training.optimize.Optimization;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TrainingOptionsTest {
    @Test
    void takesEverythingFromTheKineticsRecipe() {
        TrainingSettings settings = options("--recipe", "kinetics", "--batch", "32", "--accumulate", "8")
                .forRecordings();

        // Kinetics/REV_MVIT_B_16x4_CONV: 16 machines of 16 clips, a rate of 1e-4 on each.
        assertThat(settings.optimization())
                .isEqualTo(new Optimization(
                        new CosineSchedule(1.6e-3, 50.0 / 200),
                        0.07,
                        OptionalDouble.empty(),
                        OptionalDouble.empty(),
                        false));
        assertThat(settings.steps().epochs()).isEqualTo(200);
        assertThat(settings.labelSmoothing()).isEqualTo(0.1);
        assertThat(settings.recipe()).isEqualTo(PublishedRecipe.kinetics(true));
    }

    @Test
    void letsSingleOptionsOverrideARecipe() {
        TrainingSettings settings = options(
                        ("--recipe kinetics --learning-rate 0.003 --warmup 0.1 --weight-decay 0.2 --clip-norm 2 --average 70"
                                        + " --epochs 9 --label-smoothing 0 --no-flip")
                                .split(" "))
                .forRecordings();

        assertThat(settings.optimization())
                .isEqualTo(new Optimization(
                        new CosineSchedule(0.003, 0.1), 0.2, OptionalDouble.of(2), OptionalDouble.of(70), false));
        assertThat(settings.steps().epochs()).isEqualTo(9);
        assertThat(settings.labelSmoothing()).isZero();
        assertThat(settings.recipe()).isEqualTo(PublishedRecipe.kinetics(false));
    }

    @Test
    void variesRecordingsMoreThanDrawnClips() {
        TrainingOptions plain = options();

        assertThat(plain.forRecordings().recipe()).isEqualTo(Augmentation.standard(false));
        assertThat(options("--flip").forRecordings().recipe()).isEqualTo(Augmentation.standard(true));
        assertThat(plain.forSyntheticClips().recipe()).isEqualTo(Augmentation.light(true));
        assertThat(plain.forRecordings().optimization()).isEqualTo(Optimization.small());
        assertThat(options("--clip-norm", "off", "--average", "off", "--optimizer-in-walk")
                        .forRecordings()
                        .optimization())
                .isEqualTo(new Optimization(
                        new CosineSchedule(0.001, 0.05), 0.05, OptionalDouble.empty(), OptionalDouble.empty(), true));
    }

    private static TrainingOptions options(String... line) {
        Line command = new Line();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line);
        return command.training;
    }

    @Command
    private static final class Line {
        @Mixin
        private TrainingOptions training;
    }
}
