package dev.rewind.inference.clips;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Which streams are meant: {@code *} stands for any characters, {@code ?} for one, everything else for itself. */
public final class StreamPattern {
    private final String glob;

    /** Made once: streams are asked for with each record and each clip. */
    private final Pattern regex;

    /** @param glob such as {@code cam-*} */
    public StreamPattern(String glob) {
        this.glob = Objects.requireNonNull(glob, "glob");
        if (glob.isEmpty()) {
            throw new IllegalArgumentException("a pattern of stream ids is empty; write * for every stream");
        }
        this.regex = Pattern.compile(
                glob.chars()
                        .mapToObj(c -> switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        })
                        .collect(Collectors.joining()),
                Pattern.DOTALL);
    }

    /** Whether the stream of that id is meant. */
    public boolean matches(String stream) {
        return regex.matcher(stream).matches();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof StreamPattern pattern && pattern.glob.equals(glob);
    }

    @Override
    public int hashCode() {
        return glob.hashCode();
    }

    @Override
    public String toString() {
        return glob;
    }
}
