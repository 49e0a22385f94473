package dev.rewind.ingest;

import dev.rewind.ingest.decode.Credentials;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.source.Source;
import dev.rewind.ingest.source.VideoFolder;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The life of one stream, on its own thread: opens, plays, plays again or connects again, and says how it ended. */
final class StreamJob implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamJob.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Source source;
    private final IngestSettings settings;
    /** Its own, so that a failed send is told to the stream whose frames were lost. */
    private final RecordPublisher publisher;

    private final StreamReport report;
    private final StopSignal stop = new StopSignal();
    /** Above every epoch of earlier runs, unless one began a new epoch each millisecond. */
    private long epoch = System.currentTimeMillis();

    private volatile String failure;

    StreamJob(Source source, IngestSettings settings, RecordPublisher publisher) {
        this.source = source;
        this.settings = settings;
        this.publisher = publisher;
        report = new StreamReport(publisher, source);
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
            if (source.reconnects()) {
                watch();
            } else {
                play();
            }
            publisher.flush();
            report.done();
        } catch (SourceException | SendFailedException e) {
            failure = e.getMessage();
            report.failed(failure);
        } catch (RuntimeException e) {
            failure = "unexpected " + e;
            LOG.error("stream {} met an error of the program", source.stream(), e);
            report.failed(failure);
        }
    }

    /** Files: one after another, again if they loop; one that is no video does not keep the next from its turn. */
    private void play() {
        if (source instanceof VideoFolder folder && !folder.skipped().isEmpty()) {
            report.warning("passing over what is not named like a video: " + String.join(", ", folder.skipped()));
        }
        do {
            List<String> inputs = source.inputs();
            int failed = 0;
            for (String input : inputs) {
                if (stop.isGiven()) {
                    return;
                }
                try {
                    playOnce(input);
                } catch (SourceException e) {
                    if (stop.isGiven()) {
                        return;
                    }
                    if (++failed == inputs.size()) {
                        throw e;
                    }
                    report.warning(e.getMessage());
                }
            }
        } while (settings.loop() && !stop.isGiven());
    }

    /** Addresses and cameras: connects again when they break off, after pauses that grow while nothing comes. */
    private void watch() {
        Duration pause = FIRST_PAUSE;
        while (!stop.isGiven()) {
            long before = report.frames();
            String problem;
            try {
                boolean complete = playOnce(source.inputs().get(0));
                if (complete && !settings.loop()) {
                    return;
                }
                problem = source.redacted() + " ended";
            } catch (SourceException | SendFailedException e) {
                problem = e.getMessage();
            }
            pause = report.frames() > before ? FIRST_PAUSE : pause;
            if (!stop.isGiven()) {
                report.waiting(problem + "; connecting again in " + pause.toSeconds() + " s");
                stop.isGivenWithin(pause);
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    /** Plays one input as one epoch; true if it reached the end that the input declared. */
    private boolean playOnce(String input) {
        try (JpegFrames video = stop.interrupting(() -> settings.decode().open(input, settings.pictures()))) {
            FrameSender sender = new FrameSender(publisher, source, settings, epoch++);
            try {
                send(video, sender);
            } catch (SourceException e) {
                sender.flush();
                throw e;
            }
            sender.flush();
            video.end()
                    .flatMap(VideoEnd::damage)
                    .ifPresent(damage -> report.warning(Credentials.hidden(input) + ": " + damage));
            return video.facts().duration().isPresent();
        }
    }

    private void send(JpegFrames video, FrameSender sender) {
        boolean paced = settings.realTime() && !source.live();
        Instant start = null;
        Instant end = Instant.now();
        for (var next = read(video); next.isPresent(); next = read(video)) {
            JpegFrame frame = next.get();
            Instant now = Instant.now();
            start = start == null ? now : start;
            Instant captured = paced ? start.plus(frame.timestamp()) : now;
            if (paced && stop.isGivenWithin(Duration.between(now, captured))) {
                return;
            }
            sender.add(frame, captured);
            report.frame();
            end = captured.plus(settings.period());
        }
        // The last frame stays on screen too; without that, a looping picture would flood.
        if (paced) {
            stop.isGivenWithin(Duration.between(Instant.now(), end));
        }
    }

    private Optional<JpegFrame> read(JpegFrames video) {
        return stop.isGiven() ? Optional.empty() : stop.interrupting(video::next);
    }
}
