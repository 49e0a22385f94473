package dev.rewind.training.clips;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A list of labelled recordings: a CSV file with the columns {@code path,label,split} and, if wanted, {@code group} and
 * {@code fold}; other columns are left alone. Paths are relative to the file.
 */
public final class ClipManifest {
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setTrim(true)
            .setIgnoreEmptyLines(true)
            .get();

    private final Path file;
    private final List<Entry> entries;

    private ClipManifest(Path file, List<Entry> entries) {
        this.file = file;
        this.entries = List.copyOf(entries);
    }

    /**
     * One labelled recording.
     *
     * @param path the video file
     * @param label its class
     * @param split such as train, val or test
     * @param group entries of one group (a person, a camera) belong together
     * @param fold number of its part in cross validation
     */
    public record Entry(Path path, String label, String split, Optional<String> group, Optional<Integer> fold) {}

    /**
     * Reads a manifest.
     *
     * @throws ManifestException if the file or a row is not what it should be; the message names the line
     */
    public static ClipManifest read(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new ManifestException(file, "there is no such file; give a CSV with the columns path,label,split");
        }
        List<Entry> entries = new ArrayList<>();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = FORMAT.parse(reader)) {
            for (String column : List.of("path", "label", "split")) {
                if (!rows.getHeaderMap().containsKey(column)) {
                    throw new ManifestException(
                            file, "it has no column '" + column + "', only " + rows.getHeaderNames());
                }
            }
            Set<String> columns = rows.getHeaderMap().keySet();
            for (CSVRecord row : rows) {
                entries.add(entry(file, columns, row));
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new ManifestException(file, "it cannot be read: " + e.getMessage());
        }
        if (entries.isEmpty()) {
            throw new ManifestException(file, "it lists no clips");
        }
        return new ClipManifest(file, entries);
    }

    /** Where it was read from. */
    public Path file() {
        return file;
    }

    /** Every entry that fits, in the file's order. */
    public List<Entry> where(Predicate<Entry> fits) {
        return entries.stream().filter(fits).toList();
    }

    private static Entry entry(Path file, Set<String> columns, CSVRecord row) {
        String where = "line " + (row.getRecordNumber() + 1);
        if (!row.isConsistent()) {
            throw new ManifestException(file, where + " has " + row.size() + " columns instead of " + columns.size());
        }
        for (String column : List.of("path", "label", "split")) {
            if (row.get(column).isEmpty()) {
                throw new ManifestException(file, where + " has no " + column);
            }
        }
        Path path = file.toAbsolutePath().getParent().resolve(row.get("path")).normalize();
        if (!Files.isRegularFile(path)) {
            throw new ManifestException(file, where + " names " + path + ", but there is no such file");
        }
        return new Entry(
                path,
                row.get("label"),
                row.get("split"),
                optional(columns, row, "group"),
                optional(columns, row, "fold").map(text -> fold(file, where, text)));
    }

    private static Optional<String> optional(Set<String> columns, CSVRecord row, String column) {
        return columns.contains(column)
                ? Optional.of(row.get(column)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static int fold(Path file, String where, String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ManifestException(file, where + " has the fold '" + text + "', which is no number");
        }
    }
}
