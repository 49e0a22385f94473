package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.ShadowReport;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ShadowModelTest {
    /** The same network and classes, but the classes in the opposite order. */
    private static final ModelManifest BACKWARDS = backwards();

    private final ShadowModel shadow = new ShadowModel();

    @Test
    void looksAtEveryBatchWhileNoClipWaitsAndAtEveryEighthWhileClipsDo() {
        AtomicInteger batches = new AtomicInteger();
        shadow.begin(new FunctionModel(BACKWARDS, clips -> {
            batches.incrementAndGet();
            return List.of(row(0));
        }));

        for (int i = 0; i < 5; i++) {
            shadow.compare(batch(row(0)), true);
        }
        assertThat(batches).hasValue(5);
        for (int i = 0; i < 10 * ShadowModel.SHARE_WHEN_BUSY; i++) {
            shadow.compare(batch(row(0)), false);
        }
        assertThat(batches).hasValue(15);
    }

    @Test
    void comparesLabelsByTheNamesOfTheirClasses() {
        shadow.begin(new FunctionModel(BACKWARDS, clips -> List.of(row(3), row(1), row(3))));

        // The live model's first class is the shadow's last one.
        shadow.compare(batch(row(0), row(1), row(0)), true);

        ShadowReport report = shadow.report("here").orElseThrow();
        assertThat(report.clips()).isEqualTo(3);
        assertThat(report.agreed()).isEqualTo(2);
        assertThat(report.version()).isEqualTo("backwards");
        assertThat(report.instance()).isEqualTo("here");
        assertThat(report.liveMillis()).isEqualTo(2);
    }

    @Test
    void beginsAnewWhenAnotherModelIsLive() {
        shadow.begin(new FunctionModel(BACKWARDS, clips -> List.of(row(3))));
        shadow.compare(batch(row(0)), true);
        shadow.compareAnew();
        assertThat(shadow.report("here")).isEmpty();

        shadow.compare(batch(row(1)), true);
        assertThat(shadow.report("here").orElseThrow().agreed()).isZero();
    }

    @Test
    void givesUpAModelThatFailsOrGivesNoNumbers() {
        shadow.begin(new FunctionModel(BACKWARDS, clips -> {
            throw new IllegalStateException("out of memory on the device");
        }));
        shadow.compare(batch(row(0)), true);
        assertThat(shadow.failure().orElseThrow()).contains("1 live clips").contains("out of memory on the device");

        shadow.begin(new FunctionModel(BACKWARDS, clips -> List.of(new float[] {0, Float.NaN, 0, 0})));
        assertThat(shadow.failure()).isEmpty();
        shadow.compare(batch(row(0)), true);
        assertThat(shadow.failure().orElseThrow()).contains("not numbers");
        assertThat(shadow.report("here")).isEmpty();
    }

    private static float[] row(int top) {
        float[] row = new float[BrightnessModel.CLASSES.size()];
        row[top] = 1;
        return row;
    }

    /** That took the live model 2 ms. */
    private static ScoredBatch batch(float[]... rows) {
        List<QueuedClip> clips = new ArrayList<>();
        List<ClipScores> scores = new ArrayList<>();
        for (float[] row : rows) {
            clips.add(QueuedClip.whole(new byte[BrightnessModel.CLIP.bytes()]));
            scores.add(new ClipScores(row, new float[0]));
        }
        return new ScoredBatch(BrightnessModel.MANIFEST, Optional.empty(), Optional.empty(), clips, scores, 2_000_000);
    }

    private static ModelManifest backwards() {
        List<String> classes = new ArrayList<>(BrightnessModel.CLASSES);
        Collections.reverse(classes);
        return new ModelManifest(
                "backwards",
                "0f".repeat(32),
                "none",
                BrightnessModel.NETWORK,
                BrightnessModel.CLIP,
                classes,
                Instant.EPOCH,
                null,
                Map.of());
    }
}
