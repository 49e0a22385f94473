package dev.rewind.training.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ActionModel;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledViews;
import dev.rewind.training.clips.RecordedClips;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorTest {
    @TempDir
    private Path folder;

    @Test
    void sumsTheScoresOfAllViews() {
        new ModelTraining("tiny", BlobVideo.NETWORK, BlobVideo.CLIP, BlobVideo.settings(12), Optional.empty())
                .run(BlobVideo.clips(folder, 64, 0), "m1", folder.resolve("model"), progress -> {});
        RecordedClips clips = BlobVideo.clips(folder, 2, 5000, Footage.live(BlobVideo.CLIP));
        byte[] left = clips.fixed(0, BlobVideo.CLIP).rgb();
        byte[] right = clips.fixed(1, BlobVideo.CLIP).rgb();
        try (ActionModel model = ActionModel.load(folder.resolve("model"))) {
            // Twenty views, more than one batch: it depends on all of them which are more.
            Evaluation mostLeft = Evaluator.evaluateViews(model, 1, i -> views(left, 11, right, 9));
            Evaluation mostRight = Evaluator.evaluateViews(model, 1, i -> views(left, 9, right, 11));

            assertThat(mostLeft.top1()).isEqualTo(1);
            assertThat(mostRight.top1()).isZero();
            assertThat(mostRight.clips()).isEqualTo(1);
            assertThatThrownBy(() -> Evaluator.evaluateViews(model, 0, i -> views(left, 1, right, 0)))
                    .hasMessageContaining("no clips to evaluate on");
        }
    }

    /** Views of a recording of class "left". */
    private static LabelledViews views(byte[] some, int count, byte[] others, int rest) {
        List<byte[]> views = new ArrayList<>(Collections.nCopies(count, some));
        views.addAll(Collections.nCopies(rest, others));
        return new LabelledViews(views, 0);
    }
}
