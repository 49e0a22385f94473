package dev.rewind.topics;

import java.util.Objects;

/**
 * The wanted state of one video source: the value of the compacted {@code sources} topic.
 *
 * @param url a file, folder, device or URL
 * @param enabled false pauses the source
 * @param loop true plays a file again when it ends
 */
public record SourceSpec(String url, boolean enabled, boolean loop) {
    public SourceSpec {
        Objects.requireNonNull(url, "url");
        if (url.isBlank()) {
            throw new IllegalArgumentException("a source needs a url, but it was blank");
        }
    }
}
