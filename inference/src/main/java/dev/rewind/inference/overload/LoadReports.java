package dev.rewind.inference.overload;

import dev.rewind.inference.overload.LoadWatch.Standing;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on {@code progress}, as the job {@code inference/INSTANCE}, how far behind a process is, since when, what it left out
 * and how long it took to recover. It says so every second while that changes, and nothing at all while all is well.
 */
public final class LoadReports implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoadReports.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final int NAMED_STREAMS = 20;

    private final LoadWatch watch;
    private final OverloadPolicy policy;
    private final String job;
    private final RecordPublisher publisher;
    private final Thread thread = new Thread(this::run, "rewind-load");
    private volatile boolean closed;
    private Standing told;

    /** Begins to report. */
    public LoadReports(KafkaConnection connection, String instance, OverloadPolicy policy, LoadWatch watch) {
        this.watch = watch;
        this.policy = policy;
        this.job = "inference/" + instance;
        this.publisher = new RecordPublisher(connection, "rewind-load-" + instance);
        this.told = watch.standing();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!closed) {
            LockSupport.parkNanos(EVERY.toNanos());
            tell();
        }
    }

    private void tell() {
        Standing now = watch.standing();
        boolean news = now.isBehind() || told.isBehind() || cameAndWent(now);
        if (news && !now.equals(told)) {
            if (now.isBehind() != told.isBehind()) {
                LOG.info("{}: {}", job, detail(now));
            }
            told = now;
            send(progress(now, Instant.now()));
        }
    }

    /** Whether something gave way, or was behind, for so short a time that nobody looked. */
    private boolean cameAndWent(Standing now) {
        return now.recoveryMillis() != told.recoveryMillis()
                || now.thinnedClips() != told.thinnedClips()
                || !now.leftOut().equals(told.leftOut());
    }

    private Progress progress(Standing standing, Instant at) {
        Map<String, Double> figures = new TreeMap<>();
        figures.put("lagSeconds", standing.lagMillis() / 1e3);
        figures.put("skippedRecords", (double) standing.skippedRecords());
        figures.put("droppedClips", (double) standing.droppedClips());
        figures.put("stretchedClips", (double) standing.stretchedClips());
        figures.put("thinnedClips", (double) standing.thinnedClips());
        if (standing.recoveryMillis() != LoadWatch.NEVER) {
            figures.put("recoverySeconds", standing.recoveryMillis() / 1e3);
        }
        Map<String, String> notes = new TreeMap<>(Map.of("whenBehind", policy.word()));
        if (standing.isBehind()) {
            notes.put("behindSince", since(standing).toString());
        }
        if (!standing.leftOut().isEmpty()) {
            notes.put("leftOut", most(standing.leftOut()));
        }
        return new Progress(job, Progress.State.RUNNING, detail(standing), at, figures, notes);
    }

    private String detail(Standing standing) {
        if (!standing.isBehind()) {
            return standing.recoveryMillis() == LoadWatch.NEVER
                    ? "keeps up"
                    : String.format(Locale.ROOT, "keeps up again, after %.1f s", standing.recoveryMillis() / 1e3);
        }
        return String.format(
                Locale.ROOT,
                "%.1f s behind, since %s; %s",
                standing.lagMillis() / 1e3,
                since(standing),
                gaveWay(standing));
    }

    private String gaveWay(Standing standing) {
        return switch (policy) {
            case WAIT -> "frames wait on the broker";
            case DROP_OLDEST ->
                standing.droppedClips() + " clips and " + standing.skippedRecords() + " records were left out";
            case STRETCH -> standing.stretchedClips() + " clips were left out";
            case THIN -> standing.thinnedClips() + " clips were labelled by the cheaper model";
        };
    }

    private static Instant since(Standing standing) {
        return Instant.ofEpochMilli(standing.behindSince()).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Those that lost most: there may be thousands of streams. */
    private static String most(Map<String, Long> leftOut) {
        String named = leftOut.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(NAMED_STREAMS)
                .map(stream -> stream.getKey() + " " + stream.getValue())
                .collect(Collectors.joining(", "));
        int more = leftOut.size() - NAMED_STREAMS;
        return more > 0 ? named + " and " + more + " streams more" : named;
    }

    private void send(Progress progress) {
        try {
            publisher.sendJson(Topic.PROGRESS, job, progress);
        } catch (SendFailedException e) {
            LOG.warn("an earlier report did not reach '{}': {}", Topic.PROGRESS.topicName(), e.getMessage());
        }
    }

    /** Says how it stands at the end. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        try {
            thread.join();
            tell();
            publisher.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SendFailedException e) {
            LOG.warn("the last report did not reach '{}': {}", Topic.PROGRESS.topicName(), e.getMessage());
        }
    }
}
