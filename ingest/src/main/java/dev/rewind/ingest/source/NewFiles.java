package dev.rewind.ingest.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Finds each file once, as soon as it has stopped growing; one that was written anew is found again. Looks at the folder
 * rather than listening to it, for file systems of other machines do not tell.
 */
public final class NewFiles {
    /** For so long a file must not have changed. */
    private static final Duration SETTLING = Duration.ofSeconds(2);

    private record Stamp(long bytes, FileTime changed) {}

    /** @param since when it was first seen like that */
    private record Sighting(Stamp stamp, Instant since, boolean found) {}

    private final Supplier<List<Path>> files;
    private Map<Path, Sighting> known = new HashMap<>();

    NewFiles(Supplier<List<Path>> files) {
        this.files = files;
    }

    /**
     * The files that are new and have settled, in order of their names.
     *
     * @param now grows from call to call
     */
    public List<Input> look(Instant now) {
        List<Input> settled = new ArrayList<>();
        Map<Path, Sighting> there = new HashMap<>(); // those that have gone are forgotten
        for (Path file : files.get()) {
            Stamp stamp = stamp(file);
            Sighting before = known.get(file);
            if (before == null || !before.stamp.equals(stamp)) {
                there.put(file, new Sighting(stamp, now, false));
            } else if (before.found || stamp.bytes == 0 || now.isBefore(before.since.plus(SETTLING))) {
                there.put(file, before);
            } else {
                there.put(file, new Sighting(stamp, before.since, true));
                settled.add(Input.of(file));
            }
        }
        known = there;
        return settled;
    }

    private static Stamp stamp(Path file) {
        try {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file));
        } catch (IOException e) {
            return new Stamp(0, FileTime.fromMillis(0)); // gone between two looks
        }
    }
}
