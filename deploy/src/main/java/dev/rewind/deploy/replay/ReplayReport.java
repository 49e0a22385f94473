package dev.rewind.deploy.replay;

import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Progress.State;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Says on {@code progress} how a replay comes along, as the job {@code replay/WHEN}. For one thread. */
final class ReplayReport implements AutoCloseable {
    private static final long EVERY_NANOS = Duration.ofSeconds(1).toNanos();

    private final RecordPublisher publisher;
    private final String job = "replay/" + Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final String what;
    private final long began = System.nanoTime();
    private final Tally tally;
    private long toldAt = began;

    /**
     * Of a replay that begins now.
     *
     * @param what it does, in a few words
     * @param tally what it has done, whenever that is told
     */
    ReplayReport(KafkaConnection connection, String what, Tally tally) {
        this.publisher = new RecordPublisher(connection, "rewind-replay");
        this.what = what;
        this.tally = tally;
        send(State.STARTING, what);
    }

    /** Tells it, though not for every clip. */
    void goesOn() {
        if (System.nanoTime() - toldAt >= EVERY_NANOS) {
            toldAt = System.nanoTime();
            send(State.RUNNING, what);
        }
    }

    void done() {
        send(State.DONE, what);
    }

    void failed(String reason) {
        send(State.FAILED, what + ": " + reason);
    }

    String job() {
        return job;
    }

    double seconds() {
        return (System.nanoTime() - began) / 1e9;
    }

    private void send(State state, String detail) {
        Map<String, Double> figures = Map.of(
                "clips", (double) tally.clips(),
                "passedOver", (double) tally.passedOver(),
                "clipsPerSecond", tally.clips() / Math.max(1e-3, seconds()));
        publisher.sendJson(Topic.PROGRESS, job, new Progress(job, state, detail, Instant.now(), figures));
    }

    @Override
    public void close() {
        publisher.close();
    }
}
