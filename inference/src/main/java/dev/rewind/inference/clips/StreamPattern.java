package dev.rewind.inference.clips;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which streams are meant: {@code *} stands for any characters, {@code ?} for one, everything else for itself.
 *
 * @param glob such as {@code cam-*}
 */
public record StreamPattern(String glob) {
    public StreamPattern {
        Objects.requireNonNull(glob, "glob");
        if (glob.isEmpty()) {
            throw new IllegalArgumentException("a pattern of stream ids is empty; write * for every stream");
        }
    }

    /** Whether the stream of that id is meant. */
    public boolean matches(String stream) {
        String regex = glob.chars()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, Pattern.DOTALL).matcher(stream).matches();
    }

    @Override
    public String toString() {
        return glob;
    }
}
