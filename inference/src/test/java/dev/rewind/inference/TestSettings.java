package dev.rewind.inference;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.serving.ServingSettings;
import java.nio.file.Path;
import java.time.Duration;

/** Settings for tests; silence is an hour, so that only a test that wants it sees a stream flushed. */
final class TestSettings {
    static final ServingSettings SERVING = new ServingSettings("test", 4, Duration.ofMillis(5), 3);

    private TestSettings() {}

    static InferenceSettings in(Path directory) {
        return flushingAfter(Duration.ofHours(1), directory);
    }

    static InferenceSettings flushingAfter(Duration silence, Path directory) {
        return flushingAfter(silence, directory, 2);
    }

    static InferenceSettings flushingAfter(Duration silence, Path directory, int stride) {
        return new InferenceSettings(
                "test",
                1,
                ClipRules.forAll(ClipSettings.withStride(stride)),
                2,
                silence,
                directory.resolve("state"),
                SERVING,
                DriftSettings.defaults(),
                QuestionSettings.defaults());
    }
}
