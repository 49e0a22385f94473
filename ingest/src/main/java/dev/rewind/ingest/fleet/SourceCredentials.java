package dev.rewind.ingest.fleet;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Passwords of hosts, which a worker puts into the addresses that it opens. They are bound to hosts, so that no record on
 * {@code sources} can send one elsewhere.
 */
public final class SourceCredentials {
    private static final SourceCredentials NONE = new SourceCredentials(Map.of());
    private static final Pattern ADDRESS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*://)([^/?#]*)(.*)");
    private static final Pattern PORT = Pattern.compile(":\\d+$");
    private static final Pattern LINE = Pattern.compile("(\\S+)\\s+(\\S+)");
    private static final Pattern SECRET = Pattern.compile("\\?.+|[^@/?#]+");

    private final Map<String, String> byHost;

    private SourceCredentials(Map<String, String> byHost) {
        this.byHost = Map.copyOf(byHost);
    }

    /** For sources that ask for none. */
    public static SourceCredentials none() {
        return NONE;
    }

    /**
     * Reads a file whose lines are {@code HOST[:PORT] USER:PASSWORD}, or {@code HOST[:PORT] ?NAME=VALUE} for what goes
     * behind the address; special characters as %XX. Empty lines and those that begin with # say nothing.
     *
     * @throws IllegalArgumentException if it cannot be read, or a line is neither; no password is repeated
     */
    public static SourceCredentials read(Path file) {
        Map<String, String> byHost = new HashMap<>();
        List<String> lines = lines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches() || !SECRET.matcher(parts.group(2)).matches()) {
                throw new IllegalArgumentException("line " + (i + 1) + " of " + file + " is not HOST[:PORT] and then"
                        + " USER:PASSWORD or ?NAME=VALUE; write special characters as %XX");
            }
            byHost.put(parts.group(1), parts.group(2));
        }
        return new SourceCredentials(byHost);
    }

    /** The address with the password of its host, if it is one and there is one; any other text as it is. */
    String into(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            return text;
        }
        String authority = parts.group(2);
        String secret = byHost.getOrDefault(
                authority, byHost.get(PORT.matcher(authority).replaceFirst("")));
        if (secret == null) {
            return text;
        }
        return secret.startsWith("?")
                ? text + (text.contains("?") ? "&" : "?") + secret.substring(1)
                : parts.group(1) + secret + "@" + authority + parts.group(3);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "cannot read the credentials file " + file.toAbsolutePath() + " (" + e
                            + "); it must be a text file that this user may read",
                    e);
        }
    }

    /** Says nothing of them. */
    @Override
    public String toString() {
        return "SourceCredentials[of " + byHost.size() + " hosts]";
    }
}
