package dev.rewind.training.clips;

import dev.rewind.training.clips.ClipManifest.Entry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * Recordings in parts, for cross validation: each part is held out once.
 *
 * @param parts the recordings of each fold, by its number; at least two folds
 */
public record Folds(SortedMap<Integer, List<Entry>> parts) {
    /** In so many folds, where a manifest numbers none. */
    public static final int USUAL = 5;

    public Folds {
        if (parts.size() < 2) {
            throw new IllegalArgumentException("cross validation needs at least two folds, but there is only "
                    + parts.keySet() + "; number more in the column 'fold', or leave it out for " + USUAL
                    + " folds by group");
        }
    }

    /**
     * The folds that are numbered; recordings without a number are left out. Where none has one, there are {@link #USUAL}
     * folds, drawn by the hash of each recording's group, or of its file's name where it has none: the recordings of a
     * group are never on both sides.
     *
     * @throws IllegalArgumentException if that makes less than two folds
     */
    public static Folds of(List<Entry> entries) {
        boolean numbered = entries.stream().anyMatch(entry -> entry.fold().isPresent());
        return numbered
                ? by(
                        entry -> entry.fold().orElseThrow(),
                        entries.stream()
                                .filter(entry -> entry.fold().isPresent())
                                .toList())
                : by(Folds::hashed, entries);
    }

    /** Every recording that lies in a fold. */
    public List<Entry> all() {
        return parts.values().stream().flatMap(List::stream).toList();
    }

    private static Folds by(Function<Entry, Integer> number, List<Entry> entries) {
        SortedMap<Integer, List<Entry>> parts = new TreeMap<>();
        entries.forEach(entry -> parts.computeIfAbsent(number.apply(entry), fold -> new ArrayList<>())
                .add(entry));
        return new Folds(parts);
    }

    private static int hashed(Entry entry) {
        CRC32 hash = new CRC32();
        hash.update(entry.group()
                .orElseGet(() -> entry.path().getFileName().toString())
                .getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() % USUAL);
    }
}
