package dev.rewind.deploy.learn;

import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Cameras that show one gesture after another, a record each, until they are closed. */
final class Cameras implements AutoCloseable {
    private final RecordPublisher publisher;
    private final List<String> streams;
    private final Film film;
    private final List<String> gestures;
    private final Duration pause;
    private final AtomicLong rounds = new AtomicLong();
    private final Thread thread = new Thread(this::film, "cameras");
    private volatile boolean closed;

    Cameras(KafkaConnection connection, List<String> streams, Film film, List<String> gestures, Duration pause) {
        this.publisher = new RecordPublisher(connection, "cameras");
        this.streams = streams;
        this.film = film;
        this.gestures = gestures;
        this.pause = pause;
        thread.start();
    }

    /** Clips that each stream has shown. */
    long clips() {
        return rounds.get();
    }

    /** What a stream's clip shows, by how many it showed before. */
    String gesture(String stream, long clip) {
        return gestures.get((int) ((clip + stream.hashCode()) & 0x7FFFFFFF) % gestures.size());
    }

    private void film() {
        Instant start = Instant.now();
        while (!closed) {
            long round = rounds.get();
            for (String stream : streams) {
                FrameHeaders headers = new FrameHeaders(
                        FrameHeaders.MOTION_JPEG,
                        "film",
                        0,
                        round * film.clip().frames(),
                        start.plus(film.clip()
                                .period()
                                .multipliedBy(round * film.clip().frames())),
                        Optional.of(film.clip().period()));
                RecordHeaders written = new RecordHeaders();
                headers.writeTo(stream, written);
                publisher.send(Topic.FRAMES, stream, film.shown(gesture(stream, round), round), written);
            }
            rounds.incrementAndGet();
            pause();
        }
    }

    /** A camera's own clock, not a wait for anything. */
    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the show and returns when every frame lies on the broker. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join(Duration.ofSeconds(30).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        publisher.close();
    }
}
