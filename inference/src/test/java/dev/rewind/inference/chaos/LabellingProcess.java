package dev.rewind.inference.chaos;

import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.Membership;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Inference in a process of its own, with the whole of {@link InferenceService} and a model that costs nothing. Says that
 * it runs, then labels until it is told to end; ends with 1 when inference stops by itself.
 */
final class LabellingProcess {
    /** A model that parks is woken early at times, which makes it thousands of times as fast. */
    private static final double ANY_SLOWDOWN = 1e9;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private LabellingProcess() {}

    public static void main(String[] args) throws InterruptedException {
        KafkaConnection connection = KafkaConnection.of(args[0]);
        InferenceSettings settings = settings(args[2], Path.of(args[1]), Boolean.parseBoolean(args[3]));
        String live =
                ModelFeed.read(connection).live().map(ModelRecord::version).orElse(ReadingModel.VERSIONS.get(0));
        ModelServer models = new ModelServer(
                connection, settings.serving(), ReadingModel.of(live), record -> ReadingModel.of(record.version()));
        try (InferenceService service = new InferenceService(connection, settings, models, (label, scores) -> {})) {
            service.start();
            service.awaitRunning(PATIENCE);
            System.out.println(Child.READY + settings.serving().instance());
            CountDownLatch end = new CountDownLatch(1);
            Thread listener = new Thread(() -> awaitEnd(end), "listener");
            listener.setDaemon(true);
            listener.start();
            while (service.failure().isEmpty() && !end.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {}
            service.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    /** Silence that never comes, so that which clips there are depends on the footage alone. */
    private static InferenceSettings settings(String instance, Path directory, boolean named) {
        return new InferenceSettings(
                "chaos",
                1,
                ClipRules.forAll(ClipSettings.withStride(Footage.STRIDE)),
                2,
                Duration.ofHours(1),
                directory,
                named ? Membership.named(instance) : Membership.anonymous(),
                new ServingSettings(instance, 16, Duration.ofMillis(20), ANY_SLOWDOWN),
                DriftSettings.defaults(),
                QuestionSettings.defaults(),
                Optional.empty(),
                OverloadSettings.defaults());
    }

    /** The input is empty for as long as the test goes on and wants this process. */
    private static void awaitEnd(CountDownLatch end) {
        try {
            System.in.read();
        } catch (IOException e) {
            // Whoever was at the other end is gone.
        }
        end.countDown();
    }
}
