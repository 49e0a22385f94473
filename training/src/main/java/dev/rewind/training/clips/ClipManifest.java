package dev.rewind.training.clips;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
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
import org.apache.commons.csv.DuplicateHeaderMode;

/**
 * A list of labelled recordings: a CSV file with the columns {@code path,label,split} and, if wanted, {@code group} and
 * {@code fold}; other columns are left alone. Paths are relative to the file.
 */
public final class ClipManifest {
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final List<String> REQUIRED = List.of("path", "label", "split");
    private static final String GROUP = "group";
    private static final CSVFormat FORMAT = CSVFormat.DEFAULT
            .builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setDuplicateHeaderMode(DuplicateHeaderMode.DISALLOW)
            .setIgnoreSurroundingSpaces(true)
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
     * @param split such as train, val or test; empty where the manifest need not say
     * @param group entries of one group (a person, a camera) belong together
     * @param fold number of its part in cross validation; empty when it belongs to none
     */
    public record Entry(Path path, String label, String split, Optional<String> group, Optional<Integer> fold) {}

    /**
     * Reads a manifest.
     *
     * @throws ManifestException if the file or a row is not what it should be; the message names the line
     */
    public static ClipManifest read(Path file) {
        return read(file, REQUIRED, GROUP);
    }

    /**
     * Reads a manifest whose recordings need not be split; the split of those that are not is empty.
     *
     * @param groupColumn the column that says what belongs together; empty for {@code group}, if there is one
     * @throws ManifestException as {@link #read} does, also if there is no column of that name
     */
    public static ClipManifest readUnsplit(Path file, Optional<String> groupColumn) {
        List<String> required = new ArrayList<>(List.of("path", "label"));
        groupColumn.ifPresent(required::add);
        return read(file, required, groupColumn.orElse(GROUP));
    }

    private static ClipManifest read(Path file, List<String> required, String groupColumn) {
        if (!Files.isRegularFile(file)) {
            throw new ManifestException(file, "there is no such file; give a CSV with the columns path,label,split");
        }
        List<Entry> entries = new ArrayList<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8);
                CSVParser rows = FORMAT.parse(withoutMark(reader))) {
            for (String column : required) {
                if (!rows.getHeaderMap().containsKey(column)) {
                    throw new ManifestException(
                            file,
                            "line 1 has no column '" + column + "', only " + rows.getHeaderNames()
                                    + "; the first line names the columns, at least "
                                    + String.join(",", required));
                }
            }
            Set<String> columns = rows.getHeaderMap().keySet();
            for (CSVRecord row : rows) {
                entries.add(entry(file, "line " + rows.getCurrentLineNumber(), columns, required, groupColumn, row));
            }
        } catch (ManifestException e) {
            throw e;
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
            throw new ManifestException(
                    file, "it cannot be read: " + e.getMessage() + "; it must be a CSV file in UTF-8", e);
        }
        if (entries.isEmpty()) {
            throw new ManifestException(file, "it lists no clips; add a line for each after the first");
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

    /** Spreadsheets put a byte order mark before the first column's name. */
    private static BufferedReader withoutMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != BYTE_ORDER_MARK) {
            reader.reset();
        }
        return reader;
    }

    private static Entry entry(
            Path file, String where, Set<String> columns, List<String> required, String groupColumn, CSVRecord row) {
        if (!row.isConsistent()) {
            throw new ManifestException(
                    file,
                    where + " has " + row.size() + " cells instead of " + columns.size()
                            + "; put cells that hold commas in double quotes");
        }
        for (String column : required) {
            if (row.get(column).isEmpty()) {
                throw new ManifestException(
                        file, where + " has no " + column + "; fill the cell, or leave the line out");
            }
        }
        Path path = file.toAbsolutePath().getParent().resolve(row.get("path")).normalize();
        if (!Files.isRegularFile(path)) {
            throw new ManifestException(
                    file,
                    where + " names " + path
                            + ", but there is no such file; paths are relative to the manifest's folder");
        }
        return new Entry(
                path,
                row.get("label"),
                optional(columns, row, "split").orElse(""),
                optional(columns, row, groupColumn),
                optional(columns, row, "fold").flatMap(text -> fold(file, where, text)));
    }

    private static Optional<String> optional(Set<String> columns, CSVRecord row, String column) {
        return columns.contains(column)
                ? Optional.of(row.get(column)).filter(text -> !text.isEmpty())
                : Optional.empty();
    }

    private static Optional<Integer> fold(Path file, String where, String text) {
        if (!text.matches("-1|\\d{1,9}")) {
            throw new ManifestException(
                    file,
                    where + " has the fold '" + text + "'; number folds 0, 1, 2, ..., or leave the cell empty (or -1)"
                            + " for none");
        }
        return Optional.of(Integer.parseInt(text)).filter(fold -> fold >= 0);
    }
}
