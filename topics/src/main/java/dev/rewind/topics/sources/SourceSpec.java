package dev.rewind.topics.sources;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Objects;

/**
 * The wanted state of one video source: the value of the compacted {@code sources} topic, keyed by stream id. Taking the
 * key off removes the source.
 *
 * <p>Everybody who may read the topic sees the address, so that one with a password is refused: workers put passwords in
 * from files of their own.
 *
 * @param url a file, folder, device or address, as the workers are to open it
 * @param paused true keeps it, but does not play it
 * @param settings how it is played, as far as that differs from what its worker does by default
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SourceSpec(String url, boolean paused, StreamSettings settings) {
    private static final int MOST_CHARS = 4000;

    /**
     * Checks the source.
     *
     * @throws IllegalArgumentException if there is no url that workers could open, or it holds a password
     */
    public SourceSpec {
        Objects.requireNonNull(url, "url");
        settings = settings == null ? StreamSettings.none() : settings;
        if (url.isBlank() || url.length() > MOST_CHARS) {
            throw new IllegalArgumentException("a source needs a url of 1 to " + MOST_CHARS
                    + " characters that are not all blank, but this one has " + url.length());
        }
        if (url.equals("-")) {
            throw new IllegalArgumentException(
                    "'-' is the standard input of one process, not of a worker; give it to that: rewind ingest --source -");
        }
        Secrets.requireNone(url);
    }

    /** Played as its worker does by default. */
    public static SourceSpec of(String url) {
        return new SourceSpec(url, false, StreamSettings.none());
    }

    /** The same source, paused or not. */
    public SourceSpec withPaused(boolean other) {
        return new SourceSpec(url, other, settings);
    }
}
