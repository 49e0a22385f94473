package dev.rewind.deploy.live;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.InterruptException;

/** Prints the labels of all streams as they are committed, one line each. For one thread. */
public final class LiveLabels implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration SLACK = Duration.ofSeconds(1);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

    private final KafkaConnection connection;
    private final LabelFeed feed;
    private final LabelLine line;
    private final PrintWriter out;
    private final Set<String> labelled = new HashSet<>();
    private Duration slowestBatch = Duration.ZERO;
    private long lastLabelNanos;

    private LiveLabels(KafkaConnection connection, LabelFeed feed, LabelLine line, PrintWriter out) {
        this.connection = connection;
        this.feed = feed;
        this.line = line;
        this.out = out;
    }

    /**
     * Begins with the labels that come from now on; the topics must be there.
     *
     * @param streams whose names the columns are made for
     * @param classes likewise
     */
    public static LiveLabels fromNow(
            KafkaConnection connection, Collection<String> streams, List<String> classes, PrintWriter out) {
        return new LiveLabels(connection, LabelFeed.fromNow(connection), LabelLine.fitting(streams, classes), out);
    }

    /** Prints while there is something to wait for, or until this thread is interrupted. */
    public void printWhile(BooleanSupplier goingOn) {
        try {
            while (goingOn.getAsBoolean()) {
                feed.poll(POLL).forEach(this::print);
            }
        } catch (InterruptException e) {
            // Kafka sets the flag again, which would disturb the orderly end that is to come.
            Thread.interrupted();
        }
    }

    /**
     * Prints what is still to come of streams that have ended: until the inference group has read all frames, each of
     * the streams has a label, and none came for longer than a silent stream and a batch can take.
     *
     * @param group inference's application id
     * @param flushAfter how long inference waits before it labels what is too short for a clip
     * @param goingOn false ends it early
     * @throws CommandFailure if labels are missing and none has come for a minute
     */
    public void printRest(Collection<String> streams, String group, Duration flushAfter, BooleanSupplier goingOn) {
        try (Backlog backlog = new Backlog(connection, group)) {
            lastLabelNanos = System.nanoTime();
            printWhile(() -> goingOn.getAsBoolean() && !isComplete(streams, backlog, flushAfter));
        }
    }

    @Override
    public void close() {
        feed.close();
    }

    private boolean isComplete(Collection<String> streams, Backlog backlog, Duration flushAfter) {
        Duration silence = Duration.ofNanos(System.nanoTime() - lastLabelNanos);
        Duration enough = flushAfter.plus(slowestBatch.multipliedBy(2)).plus(SLACK);
        if (silence.compareTo(enough) < 0) {
            return false;
        }
        boolean complete = labelled.containsAll(streams) && backlog.isRead();
        if (!complete && silence.compareTo(LONGEST_SILENCE) > 0) {
            throw new CommandFailure("the videos have ended, but not every frame of " + streams
                    + " was labelled, and no label came for " + LONGEST_SILENCE.toSeconds()
                    + " s; run it again with --verbose to see what inference does");
        }
        return complete;
    }

    private void print(Label label) {
        labelled.add(label.stream());
        lastLabelNanos = System.nanoTime();
        if (label.latency() != null) {
            Duration batch = Duration.ofMillis(label.latency().computed());
            slowestBatch = batch.compareTo(slowestBatch) > 0 ? batch : slowestBatch;
        }
        out.println(line.format(label));
    }
}
