package dev.rewind.model.checkpoint;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How the tensors of a file compare with those that a network wants, all of them by name.
 *
 * @param missing wanted, but not there; with the shapes wanted
 * @param extra there, but neither wanted nor dropped; with the shapes found
 * @param misshapen there in another shape than wanted
 * @param droppedInVain dropped, but not there: probably a typing mistake
 */
public record Fit(
        SortedMap<String, List<Long>> missing,
        SortedMap<String, List<Long>> extra,
        SortedMap<String, Misshapen> misshapen,
        SortedSet<String> droppedInVain) {
    /** The shape that a tensor has, and the one that it should have. */
    public record Misshapen(List<Long> found, List<Long> wanted) {
        @Override
        public String toString() {
            return found + " instead of " + wanted;
        }
    }

    public Fit {
        missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
        extra = Collections.unmodifiableSortedMap(new TreeMap<>(extra));
        misshapen = Collections.unmodifiableSortedMap(new TreeMap<>(misshapen));
        droppedInVain = Collections.unmodifiableSortedSet(new TreeSet<>(droppedInVain));
    }

    /**
     * Compares by name and shape.
     *
     * @param wanted the shape of each tensor of the network
     * @param found the shape of each tensor of the file
     * @param dropped names of tensors in the file that are to be passed over; one that is wanted counts as missing
     */
    public static Fit of(Map<String, long[]> wanted, Map<String, long[]> found, Set<String> dropped) {
        SortedMap<String, List<Long>> missing = new TreeMap<>();
        SortedMap<String, List<Long>> extra = new TreeMap<>();
        SortedMap<String, Misshapen> misshapen = new TreeMap<>();
        wanted.forEach((name, shape) -> {
            if (!found.containsKey(name) || dropped.contains(name)) {
                missing.put(name, sizes(shape));
            } else if (!Arrays.equals(found.get(name), shape)) {
                misshapen.put(name, new Misshapen(sizes(found.get(name)), sizes(shape)));
            }
        });
        found.forEach((name, shape) -> {
            if (!wanted.containsKey(name) && !dropped.contains(name)) {
                extra.put(name, sizes(shape));
            }
        });
        SortedSet<String> droppedInVain = new TreeSet<>(dropped);
        droppedInVain.removeAll(found.keySet());
        return new Fit(missing, extra, misshapen, droppedInVain);
    }

    /** Whether the file holds what is wanted and nothing else but what was dropped. */
    public boolean isExact() {
        return missing.isEmpty() && extra.isEmpty() && misshapen.isEmpty() && droppedInVain.isEmpty();
    }

    /**
     * Every tensor that is missing, extra or misshapen, with shapes, in one line.
     *
     * @param most of each kind that are named; the others are counted
     */
    public String describe(int most) {
        return "missing " + list(missing, most) + ", extra " + list(extra, most) + ", misshapen "
                + list(misshapen, most);
    }

    /**
     * Accepts an exact fit only.
     *
     * @param file that the tensors are in
     * @throws CheckpointException naming every tensor that does not fit
     */
    public void require(Path file) {
        if (!droppedInVain.isEmpty()) {
            throw new CheckpointException(
                    file,
                    "it does not hold " + String.join(", ", droppedInVain)
                            + ", which should be dropped; correct the name or leave it out");
        }
        if (!isExact()) {
            boolean onlyExtra = missing.isEmpty() && misshapen.isEmpty();
            throw new CheckpointException(
                    file,
                    "its tensors do not fit the network, and none was loaded: " + describe(Integer.MAX_VALUE) + "; "
                            + (onlyExtra
                                    ? "if the network can do without them, add --drop "
                                            + String.join(",", extra.keySet())
                                    : "choose the network that the file is of"));
        }
    }

    private static String list(SortedMap<String, ?> tensors, int most) {
        String named = tensors.entrySet().stream()
                .limit(most)
                .map(tensor -> tensor.getKey() + " " + tensor.getValue())
                .collect(Collectors.joining(", "));
        return "[" + named + (tensors.size() > most ? ", and " + (tensors.size() - most) + " more" : "") + "]";
    }

    private static List<Long> sizes(long[] shape) {
        return Arrays.stream(shape).boxed().toList();
    }
}
