package dev.rewind.inference.chaos;

import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Inference in a process of its own, with the whole of {@link InferenceService} and a model that costs nothing. Prints that
 * it runs, then labels until its input ends; ends with 1 when inference stops by itself.
 */
final class LabellingProcess {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private LabellingProcess() {}

    public static void main(String[] args) throws IOException {
        KafkaConnection connection = KafkaConnection.of(args[0]);
        InferenceSettings settings = settings(args[2], Path.of(args[1]));
        String live =
                ModelFeed.read(connection).live().map(ModelRecord::version).orElse(ReadingModel.VERSIONS.get(0));
        ModelServer models = new ModelServer(
                connection, settings.serving(), ReadingModel.of(live), record -> ReadingModel.of(record.version()));
        try (InferenceService service = new InferenceService(connection, settings, models, (label, scores) -> {})) {
            service.start();
            service.awaitRunning(PATIENCE);
            System.out.println("labelling");
            while (service.failure().isEmpty() && !isAskedToEnd()) {
                LockSupport.parkNanos(LOOK_EVERY.toNanos());
            }
            service.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    /** Silence that never comes, so that which clips there are depends on the footage alone. */
    private static InferenceSettings settings(String instance, Path directory) {
        return new InferenceSettings(
                "chaos",
                1,
                Footage.STRIDE,
                2,
                Duration.ofHours(1),
                directory,
                new ServingSettings(instance, 16, Duration.ofMillis(20), 1000),
                DriftSettings.defaults(),
                QuestionSettings.defaults());
    }

    /** Our input is empty for as long as the test wants us, and ended afterwards. */
    private static boolean isAskedToEnd() throws IOException {
        return System.in.available() > 0;
    }
}
