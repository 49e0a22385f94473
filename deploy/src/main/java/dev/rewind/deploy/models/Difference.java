package dev.rewind.deploy.models;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A value that two JSON trees do not share.
 *
 * @param path where it is, such as {@code pooling.stride.0}
 * @param before its value in the first, as JSON; "none" where it has none
 * @param after its value in the second
 */
record Difference(String path, String before, String after) {
    private static final String NONE = "none";

    /** Every value that differs, by path. */
    static List<Difference> between(JsonNode first, JsonNode second) {
        Map<String, String> before = new TreeMap<>();
        Map<String, String> after = new TreeMap<>();
        flatten("", first, before);
        flatten("", second, after);
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<Difference> differences = new ArrayList<>();
        for (String path : paths) {
            Difference difference =
                    new Difference(path, before.getOrDefault(path, NONE), after.getOrDefault(path, NONE));
            if (!difference.before.equals(difference.after)) {
                differences.add(difference);
            }
        }
        return differences;
    }

    /** All of them in a line. */
    static String text(List<Difference> differences) {
        return differences.stream()
                .map(difference -> difference.path + " " + difference.before + " -> " + difference.after)
                .collect(Collectors.joining(", "));
    }

    private static void flatten(String path, JsonNode node, Map<String, String> values) {
        String below = path.isEmpty() ? "" : path + ".";
        if (node.isObject()) {
            node.properties().forEach(field -> flatten(below + field.getKey(), field.getValue(), values));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                flatten(below + i, node.get(i), values);
            }
        } else if (!node.isMissingNode()) {
            values.put(path, node.toString());
        }
    }
}
