package dev.rewind.inference.chaos;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.WeightsPlace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Makes one version after another live, in the background; one that the broker is too busy for is tried again. */
final class ModelSwaps implements AutoCloseable {
    private static final Duration EVERY = Duration.ofSeconds(3);

    private final KafkaConnection connection;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "swaps");
    private volatile int swaps;

    ModelSwaps(KafkaConnection connection) {
        this.connection = connection;
        publish();
        thread.start();
    }

    int swaps() {
        return swaps;
    }

    @Override
    public void close() {
        ended.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void publish() {
        List<ModelRecord> models = new ArrayList<>();
        for (String version : ReadingModel.VERSIONS) {
            models.add(new ModelRecord(
                    version,
                    null,
                    Standing.of(
                            models.isEmpty() ? ModelRecord.State.LIVE : ModelRecord.State.CANDIDATE,
                            Instant.now(),
                            "for a test"),
                    new WeightsPlace(ReadingModel.sha256(version), 1, 1, 0, 0),
                    null,
                    null,
                    JsonNodeFactory.instance.objectNode()));
        }
        change(models);
    }

    private void run() {
        try {
            while (!ended.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                String next = ReadingModel.VERSIONS.get((swaps + 1) % ReadingModel.VERSIONS.size());
                try {
                    change(ModelFeed.read(connection).promote(next, "swap " + swaps, false, Instant.now()));
                    swaps++;
                } catch (RuntimeException e) {
                    System.out.println("chaos: the swap to " + next + " is tried again: " + e.getMessage());
                }
            }
        } catch (InterruptedException e) {
            // The run is over.
        }
    }

    private void change(List<ModelRecord> models) {
        try (ModelWriter writer = new ModelWriter(connection, "chaos-swaps")) {
            writer.change(models, ModelWriter.Read.nothing());
        }
    }
}
