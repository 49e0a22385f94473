package dev.rewind.ingest.fleet;

import dev.rewind.ingest.IngestService;
import dev.rewind.topics.sources.SourceRecord;
import dev.rewind.topics.sources.SourceSpec;
import java.util.Optional;
import java.util.function.Function;

/**
 * One stream of a worker: what is wanted of it, and what plays. What plays always ends before anything else does, so that
 * a stream's records never mix. For one thread.
 */
final class StreamSlot {
    /** Opens what plays a source; empty if it cannot be played, which was told then. */
    private final Function<SourceRecord, Optional<IngestService>> opener;

    private Optional<SourceRecord> wanted = Optional.empty();
    /** What plays, played last, or was found not to be playable. */
    private Optional<SourceRecord> taken = Optional.empty();

    private IngestService playing;

    StreamSlot(Function<SourceRecord, Optional<IngestService>> opener) {
        this.opener = opener;
    }

    /** Takes note of what is wanted from now on. */
    void want(SourceRecord record) {
        wanted = Optional.of(record);
    }

    /** Takes note that the source was removed. */
    void wantNothing() {
        wanted = Optional.empty();
    }

    Optional<SourceRecord> wanted() {
        return wanted;
    }

    /** Takes what is wanted for done: it was played to its end before this worker had it. */
    void passOver() {
        taken = wanted;
    }

    boolean isPlaying() {
        return playing != null;
    }

    /** Asks what plays to end; it is not opened again until something else is wanted. */
    void stop() {
        if (playing != null) {
            playing.stop();
        }
    }

    /** Whether nothing plays any more. Never waits. */
    boolean isStill() {
        if (playing != null && playing.isEnded()) {
            playing.close();
            playing = null;
        }
        return playing == null;
    }

    /** Goes as far towards what is wanted as is possible without waiting. */
    void tend() {
        if (playing != null && isAnother()) {
            playing.stop();
        }
        if (isStill() && !taken.equals(wanted)) {
            taken = wanted;
            playing = wanted.filter(record -> !isPaused(record)).flatMap(opener).orElse(null);
        }
    }

    /** The same source written once more is played once more, but what plays may end first. */
    private boolean isAnother() {
        return !wanted.flatMap(SourceRecord::spec).equals(taken.flatMap(SourceRecord::spec));
    }

    private static boolean isPaused(SourceRecord record) {
        return record.spec().map(SourceSpec::paused).orElse(false);
    }
}
