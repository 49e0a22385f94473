package dev.rewind.inference;

import java.nio.file.Path;
import java.time.Duration;

/** Settings for tests; silence is an hour, so that only a test that wants it sees a stream flushed. */
final class TestSettings {
    private TestSettings() {}

    static InferenceSettings in(Path directory) {
        return new InferenceSettings(
                "test", 1, 4, Duration.ofMillis(5), 2, 2, Duration.ofHours(1), directory.resolve("state"));
    }

    static InferenceSettings flushingAfter(Duration silence, Path directory) {
        return new InferenceSettings("test", 1, 4, Duration.ofMillis(5), 2, 2, silence, directory.resolve("state"));
    }
}
