package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.deploy.learn.RepertoireClips;
import dev.rewind.deploy.learn.SyntheticClips;
import dev.rewind.deploy.options.LessonOptions;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ShippedModelTest {
    private static final Path SHIPPED = Path.of("models", "synthetic-actions");
    private static final int CLIPS = 200;

    @Test
    void knowsTheTenActionsInScenesItHasNeverSeen() {
        SyntheticClips scenes = new SyntheticClips(CLIPS);
        SplittableRandom random = new SplittableRandom(20_261_121);
        try (ActionModel model = ActionModel.load(SHIPPED)) {
            ClipSpec spec = model.manifest().clip();

            Evaluation evaluation = Evaluator.evaluate(model, CLIPS, index -> scenes.draw(index, spec, random));

            assertThat(model.manifest().classes()).isEqualTo(scenes.classes());
            assertThat(evaluation.top1()).isGreaterThanOrEqualTo(0.95);
        }
    }

    @Test
    void knowsMuchOfTheRepertoireInScenesItHasNeverSeen() {
        RepertoireClips scenes = new RepertoireClips(CLIPS);
        SplittableRandom random = new SplittableRandom(20_261_122);
        try (ActionModel model = ActionModel.load(Path.of("models", "pretrained"))) {
            ClipSpec spec = model.manifest().clip();

            Evaluation evaluation = Evaluator.evaluate(model, CLIPS, index -> scenes.draw(index, spec, random));

            assertThat(model.manifest().classes()).isEqualTo(scenes.classes());
            assertThat(model.manifest().preset()).isEqualTo(LessonOptions.PRETRAINED);
            assertThat(evaluation.top1()).isGreaterThanOrEqualTo(0.45);
        }
    }
}
