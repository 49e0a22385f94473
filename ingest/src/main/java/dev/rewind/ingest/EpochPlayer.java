package dev.rewind.ingest;

import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.decode.VideoEnd;
import dev.rewind.ingest.source.Connection;
import dev.rewind.ingest.source.Feed;
import dev.rewind.ingest.source.Input;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.RecordPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Plays what a stream opens into records, each as an epoch of its own. */
final class EpochPlayer {
    private final Source source;
    private final IngestSettings settings;
    private final RecordPublisher publisher;
    private final StreamReport report;
    private final StopSignal stop;
    /** Above every epoch of earlier runs, unless one began a new epoch each millisecond. */
    private long epoch = System.currentTimeMillis();

    EpochPlayer(
            Source source, IngestSettings settings, RecordPublisher publisher, StreamReport report, StopSignal stop) {
        this.source = source;
        this.settings = settings;
        this.publisher = publisher;
        this.report = report;
        this.stop = stop;
    }

    /**
     * Plays a video that has an end; returns early where the stop signal is given.
     *
     * @throws SourceException if it gives no video, or no more of it; what came before was sent
     */
    void play(Input input) {
        try (Feed feed = input.open(settings.open())) {
            try {
                play(feed.address(), input.redacted(), this::send);
            } catch (SourceException e) {
                throw feed.failure().orElseGet(() -> feed.named(e, input.redacted()));
            }
            feed.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    /**
     * Plays what a connection gives.
     *
     * @return whether it reached the end that it declared
     * @throws SourceException if it gives no video, or no more of it; what came before was sent
     */
    boolean play(Connection connection) {
        return play(connection.address(), connection.redacted(), connection.live() ? this::sendAsTheyCome : this::send);
    }

    /** A number for frames that are played otherwise, above all that came before. */
    long nextEpoch() {
        return epoch++;
    }

    private boolean play(String address, String shown, BiConsumer<JpegFrames, FrameSender> way) {
        try (JpegFrames video =
                stop.interrupting(() -> settings.decode().open(address, settings.pictures(), settings.decoder()))) {
            FrameSender sender = new FrameSender(publisher, source, settings, nextEpoch());
            try {
                way.accept(video, sender);
            } catch (SourceException e) {
                sender.flush();
                throw e;
            }
            sender.flush();
            video.end().flatMap(VideoEnd::damage).ifPresent(damage -> report.warning(shown + ": " + damage));
            return video.facts().duration().isPresent();
        }
    }

    private void send(JpegFrames video, FrameSender sender) {
        boolean paced = settings.realTime();
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
            sender.add(frame, captured, now);
            report.frame();
            end = captured.plus(settings.period());
        }
        // The last frame stays on screen too; without that, a looping picture would flood.
        if (paced) {
            stop.isGivenWithin(Duration.between(Instant.now(), end));
        }
    }

    private void sendAsTheyCome(JpegFrames video, FrameSender sender) {
        try (LiveFrames live = new LiveFrames(video, settings.whenBehind(), stop)) {
            for (var next = live.next(); next.isPresent(); next = live.next()) {
                long dropped = next.get().sequence() - sender.nextSequence();
                sender.skip(dropped);
                report.dropped(dropped);
                // A camera does not say when it saw what it gives: it counts as seen when it was decoded.
                sender.add(next.get().frame(), next.get().captured(), next.get().captured());
                report.frame();
            }
        }
    }

    private Optional<JpegFrame> read(JpegFrames video) {
        return stop.isGiven() ? Optional.empty() : stop.interrupting(video::next);
    }
}
