package dev.rewind.console;

import dev.rewind.topics.sources.StreamSettings;

/**
 * What a client wants of a source.
 *
 * @param stream the stream's id; null where the path says it
 * @param url what to open; null leaves that as it is
 * @param paused true adds it without playing it
 * @param settings how to play it; null says nothing of it
 */
record SourceRequest(String stream, String url, boolean paused, StreamSettings settings) {
    SourceRequest {
        settings = settings == null ? StreamSettings.none() : settings;
    }
}
