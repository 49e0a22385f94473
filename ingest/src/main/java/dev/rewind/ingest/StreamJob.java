package dev.rewind.ingest;

import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.source.Connection;
import dev.rewind.ingest.source.Input;
import dev.rewind.ingest.source.KafkaTopic;
import dev.rewind.ingest.source.NewFiles;
import dev.rewind.ingest.source.Source;
import dev.rewind.ingest.source.Videos;
import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one stream, on its own thread: opens, plays, plays again, waits or connects again, and says how it ended. */
final class StreamJob implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamJob.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    private final Source source;
    private final IngestSettings settings;
    private final KafkaConnection kafka;
    /** Its own, so that a failed send is told to the stream whose frames were lost. */
    private final RecordPublisher publisher;

    private final StreamReport report;
    private final StopSignal stop = new StopSignal();
    private final EpochPlayer player;
    private final RandomGenerator random = new SplittableRandom();
    /** Those that are dead letters already, for what loops. */
    private final Set<String> buried = new HashSet<>();

    private volatile String failure;

    /** @param publisher is closed at the end of the run */
    StreamJob(
            Source source,
            IngestSettings settings,
            KafkaConnection kafka,
            RecordPublisher publisher,
            Assignment assignment) {
        this.source = source;
        this.settings = settings;
        this.kafka = kafka;
        this.publisher = publisher;
        report = new StreamReport(publisher, source, assignment);
        player = new EpochPlayer(source, settings, publisher, report, stop);
    }

    Source source() {
        return source;
    }

    /** Why the stream failed, in one line; empty while it runs and when it ended well. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    /** Asks the job to end soon, even where it waits for a silent source. */
    void stop() {
        stop.give();
    }

    @Override
    public void run() {
        try (publisher) {
            runToItsEnd();
        } catch (RuntimeException e) {
            // The last records failed on their way, with nobody left to tell but the log.
            failure = e.getMessage();
            LOG.error("stream {}: {}", source.stream(), e.getMessage());
        }
    }

    private void runToItsEnd() {
        try {
            report.starting();
            if (source instanceof Connection connection) {
                follow(connection);
            } else if (source instanceof KafkaTopic topic) {
                new RecordPlayer(topic, settings, kafka, publisher, report, stop).play();
            } else if (source instanceof Videos videos) {
                videos.arrivals().ifPresentOrElse(this::await, () -> play(videos));
            }
            publisher.flush();
            if (stop.isGiven()) {
                report.stopped();
            } else {
                report.played();
            }
        } catch (SourceException | SendFailedException e) {
            failure = e.getMessage();
            report.failed(failure);
        } catch (RuntimeException e) {
            failure = "unexpected " + e;
            LOG.error("stream {} met an error of the program", source.stream(), e);
            report.failed(failure);
        }
    }

    /** One after another, again if they loop; one that is no video does not keep the next from its turn. */
    private void play(Videos videos) {
        if (!videos.skipped().isEmpty()) {
            report.warning("passing over what is not named like a video: " + String.join(", ", videos.skipped()));
        }
        do {
            List<Input> inputs = videos.inputs();
            int failed = 0;
            for (Input input : inputs) {
                Optional<SourceException> problem = playOrPassOver(input);
                if (problem.isPresent() && ++failed == inputs.size()) {
                    throw problem.get();
                }
                problem.ifPresent(e -> report.warning(e.getMessage()));
            }
        } while (settings.loop() && videos.repeats() && !stop.isGiven());
    }

    /** Whatever comes, for as long as it comes. */
    private void await(NewFiles files) {
        Backoff backoff = new Backoff(random);
        boolean idle = false;
        while (!stop.isGiven()) {
            try {
                List<Input> found = files.look(Instant.now());
                for (Input input : found) {
                    playOrPassOver(input).ifPresent(e -> report.warning(e.getMessage()));
                }
                if (!idle || !found.isEmpty()) {
                    report.idle("waiting for files " + source.redacted());
                }
                idle = true;
                backoff.reset();
                stop.isGivenWithin(BETWEEN_LOOKS);
            } catch (SourceException e) {
                idle = false;
                rest(e.getMessage() + "; looking again", backoff);
            }
        }
    }

    /** Plays one video, if the stop signal was not given; what cannot be played is a dead letter, once. */
    private Optional<SourceException> playOrPassOver(Input input) {
        try {
            if (!stop.isGiven()) {
                player.play(input);
            }
            return Optional.empty();
        } catch (SourceException e) {
            if (stop.isGiven()) {
                return Optional.empty();
            }
            if (buried.add(input.redacted())) {
                new DeadLetters(publisher).publish(source.stream(), input.redacted(), e.getMessage());
            }
            return Optional.of(e);
        }
    }

    /** Connects again when it breaks off, after pauses that grow while nothing comes. */
    private void follow(Connection connection) {
        Backoff backoff = new Backoff(random);
        while (!stop.isGiven()) {
            long before = report.frames();
            String problem;
            try {
                boolean complete = player.play(connection);
                if (complete && !settings.loop()) {
                    return;
                }
                problem = source.redacted() + " ended";
            } catch (SourceException | SendFailedException e) {
                problem = e.getMessage();
            }
            if (report.frames() > before) {
                backoff.reset();
            }
            rest(problem + "; connecting again", backoff);
        }
    }

    private void rest(String problem, Backoff backoff) {
        Duration pause = backoff.next();
        if (!stop.isGiven()) {
            report.waiting(String.format(Locale.ROOT, "%s in %.1f s", problem, pause.toMillis() / 1e3));
            stop.isGivenWithin(pause);
        }
    }
}
