package dev.rewind.deploy.bench;

import dev.rewind.model.ClipSpec;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends frames in real time, of as many streams as it takes to make so many clips a second; one stream after another has its
 * turn, so that clips become whole evenly over time.
 */
final class PacedFrames implements AutoCloseable {
    private final DrawnFrames frames;
    private final KafkaConnection connection;
    private final String prefix;
    private final int streams;
    private final int recordsOfAStride;
    private final long periodMicros;
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final ConcurrentHashMap<String, Long> sent = new ConcurrentHashMap<>();
    private final Thread thread = new Thread(this::run, "bench-frames");
    private volatile boolean closed;

    /**
     * @param stride frames from clip to clip
     * @param rate clips a second
     * @param prefix of the streams' ids
     */
    PacedFrames(DrawnFrames frames, KafkaConnection connection, ClipSpec clip, int stride, double rate, String prefix) {
        this.frames = frames;
        this.connection = connection;
        this.prefix = prefix;
        double framesPerSecond = rate * stride;
        double modelPeriod = clip.period().toNanos() / 1e9;
        recordsOfAStride = Math.max(1, stride / DrawnFrames.PER_RECORD);
        // No stream is faster than the model wants it, or frames would be left out.
        streams = (int) Math.max(1, Math.ceil(framesPerSecond * modelPeriod));
        periodMicros = (long) Math.ceil(streams / framesPerSecond * 1e6);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** When the record was sent whose frames a stream captured at that time; in nanoseconds of this machine's clock. */
    long sentAt(String stream, Instant captured) {
        long frame = ChronoUnit.MICROS.between(start, captured) / periodMicros;
        return sent.get(key(stream, frame / DrawnFrames.PER_RECORD));
    }

    private static String key(String stream, long record) {
        return stream + "/" + record;
    }

    private void run() {
        long begun = System.nanoTime();
        double apart = DrawnFrames.PER_RECORD * periodMicros * 1e3 / streams;
        try (RecordPublisher publisher = new RecordPublisher(connection, "bench-frames")) {
            for (long turn = 0; !closed; turn++) {
                long due = begun + (long) (turn * apart);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                int number = (int) (turn % streams);
                // As cameras do, streams begin at different times, or the clips of all would become whole at once.
                long record = turn / streams - number % recordsOfAStride;
                if (record < 0) {
                    continue;
                }
                String stream = prefix + "-" + number;
                long first = record * DrawnFrames.PER_RECORD;
                sent.put(key(stream, record), System.nanoTime());
                frames.send(
                        publisher,
                        stream,
                        number,
                        first,
                        start.plus(first * periodMicros, ChronoUnit.MICROS),
                        Duration.of(periodMicros, ChronoUnit.MICROS));
            }
        }
    }

    /** Sends no more; again does nothing. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
