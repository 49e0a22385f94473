package dev.rewind.deploy.sources;

import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceSpec;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Pauses sources and lets them go on; all are looked at before the first is touched. */
final class Pausing {
    private Pausing() {}

    /** By stream, whether there was something to do. */
    static Map<String, Boolean> pause(Wanted wanted, List<String> streams) {
        return write(wanted, streams, true);
    }

    /** By stream, whether there was something to do. */
    static Map<String, Boolean> resume(Wanted wanted, List<String> streams) {
        return write(wanted, streams, false);
    }

    private static Map<String, Boolean> write(Wanted wanted, List<String> streams, boolean paused) {
        SourceCatalog catalog = wanted.catalog();
        Map<String, SourceSpec> changes = new LinkedHashMap<>();
        Map<String, Boolean> written = new LinkedHashMap<>();
        for (String stream : streams) {
            Optional<SourceSpec> change = catalog.paused(stream, paused, Instant.now());
            change.ifPresent(source -> changes.put(stream, source));
            written.put(stream, change.isPresent());
        }
        wanted.write(changes);
        return written;
    }
}
