package dev.rewind.deploy.live;

import dev.rewind.topics.Label;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a label looks on a terminal: columns that stay aligned from line to line.
 *
 * @param streamWidth characters of the longest stream id
 * @param classWidth characters of the longest class name
 */
record LabelLine(int streamWidth, int classWidth) {
    private static final int TOP = 3;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    /** The layout for these streams and classes. */
    static LabelLine fitting(Collection<String> streams, Collection<String> classes) {
        return new LabelLine(longest(streams), longest(classes));
    }

    /** Time, stream, the best three classes with their scores, model version, and latency. */
    String format(Label label) {
        String scores = label.top().stream()
                .limit(TOP)
                .map(score -> pad(score.label(), classWidth) + String.format(Locale.ROOT, " %.2f", score.score()))
                .collect(Collectors.joining("  "));
        String latency = label.latency() == null ? "" : label.latency().total() + " ms";
        return String.format(
                Locale.ROOT,
                "%s  %s  %s  %s  %8s",
                TIME.format(label.to()),
                pad(label.stream(), streamWidth),
                scores,
                label.model().version(),
                latency);
    }

    private static int longest(Collection<String> words) {
        return words.stream().mapToInt(String::length).max().orElse(1);
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }
}
