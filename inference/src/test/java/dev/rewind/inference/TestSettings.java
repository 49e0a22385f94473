package dev.rewind.inference;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.inference.smoothing.SmoothingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

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
        return cutting(ClipRules.forAll(ClipSettings.withStride(stride)), silence, directory);
    }

    static InferenceSettings cutting(ClipRules clips, Duration silence, Path directory) {
        return smoothing(Optional.empty(), clips, silence, directory);
    }

    static InferenceSettings smoothing(
            Optional<SmoothingSettings> smoothing, ClipRules clips, Duration silence, Path directory) {
        return new InferenceSettings(
                "test",
                1,
                clips,
                2,
                silence,
                directory.resolve("state"),
                Membership.anonymous(),
                SERVING,
                DriftSettings.defaults(),
                QuestionSettings.defaults(),
                smoothing,
                OverloadSettings.defaults());
    }
}
