package dev.rewind.training.service;

import dev.rewind.model.engine.Torch;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.training.BlobVideo;
import dev.rewind.training.gate.GateSettings;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.watch.RollbackSettings;
import dev.rewind.training.watch.ShadowSettings;
import dev.rewind.training.watch.WatchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A training service in a process of its own, that goes on until it is killed. */
final class KilledTrainer {
    private KilledTrainer() {}

    /** @param arguments the broker's address, a folder to work in, and the model to start from */
    public static void main(String... arguments) throws InterruptedException {
        Torch.useThreads(1);
        Path work = Path.of(arguments[1]);
        TrainingServiceSettings settings = new TrainingServiceSettings(
                Path.of(arguments[2]),
                work,
                new Rounds(32, 1, Optional.empty(), Duration.ZERO, 2),
                StoreLimits.usual(),
                new HeldOut(0.3),
                GateSettings.usual(),
                new WatchSettings(new ShadowSettings(0, Duration.ZERO, Duration.ZERO, 2), RollbackSettings.usual(), 2),
                BlobVideo.settings(2));
        TrainingService service = new TrainingService(KafkaConnection.of(arguments[0]), settings, BlobVideo::read);
        service.start();
        new CountDownLatch(1).await();
    }
}
