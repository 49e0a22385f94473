package dev.rewind.inference.chaos;

import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Sends footage as it is captured, on a thread of its own: while the broker is away it waits, then catches up.
 */
final class Cameras implements AutoCloseable {
    private static final int BUNDLE = 4;
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final String PATIENCE = "180000";

    private final Footage footage;
    private final RecordPublisher publisher;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final CompletableFuture<Integer> sent;

    Cameras(KafkaConnection connection, Footage footage) {
        this.footage = footage;
        this.publisher = new RecordPublisher(
                connection.with(Map.of(
                        ProducerConfig.MAX_BLOCK_MS_CONFIG, PATIENCE,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, PATIENCE)),
                "cameras");
        this.sent = CompletableFuture.supplyAsync(this::film, task -> new Thread(task, "cameras").start());
    }

    /** Films no more; the frames that each stream has then. */
    CompletableFuture<Integer> end() {
        ended.countDown();
        return sent;
    }

    @Override
    public void close() {
        end().orTimeout(1, TimeUnit.MINUTES).exceptionally(failure -> 0).join();
        publisher.close();
    }

    private int film() {
        int bundles = 0;
        try {
            boolean over = false;
            while (!over) {
                over = ended.await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
                for (; !due(bundles).isAfter(Instant.now()); bundles++) {
                    send(bundles % Footage.STREAMS, bundles / Footage.STREAMS * BUNDLE);
                }
            }
            for (; bundles % Footage.STREAMS > 0; bundles++) { // as many of each stream
                send(bundles % Footage.STREAMS, bundles / Footage.STREAMS * BUNDLE);
            }
            publisher.flush();
            return bundles / Footage.STREAMS * BUNDLE;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The streams follow one another evenly, so that at each moment some label is on its way. */
    private Instant due(int bundle) {
        Duration later = Footage.PERIOD.multipliedBy(BUNDLE).multipliedBy(bundle % Footage.STREAMS);
        return footage.captured(bundle / Footage.STREAMS * BUNDLE + BUNDLE).plus(later.dividedBy(Footage.STREAMS));
    }

    private void send(int stream, int frame) {
        String name = Footage.name(stream);
        Headers headers = new RecordHeaders();
        new FrameHeaders(
                        FrameHeaders.MOTION_JPEG,
                        "footage",
                        0,
                        frame,
                        footage.captured(frame),
                        Optional.of(Footage.PERIOD))
                .writeTo(name, headers);
        publisher.send(Topic.FRAMES, name, footage.jpegs(stream, frame, BUNDLE), headers);
    }
}
