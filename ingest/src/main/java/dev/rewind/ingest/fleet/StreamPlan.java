package dev.rewind.ingest.fleet;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.StreamSettings;
import java.time.Duration;

/**
 * What is wanted of a stream, as one worker does it.
 *
 * @param source what to open
 * @param settings how to play it
 */
record StreamPlan(Source source, IngestSettings settings) {
    /**
     * Puts a source's own settings on top of the worker's, and the worker's password into its address.
     *
     * @throws SourceException if the source is of no kind that can be played
     * @throws IllegalArgumentException if the settings do not go together
     */
    static StreamPlan of(String stream, SourceSpec spec, IngestSettings defaults, SourceCredentials credentials) {
        return new StreamPlan(Source.of(stream, credentials.into(spec.url())), settings(spec.settings(), defaults));
    }

    private static IngestSettings settings(StreamSettings own, IngestSettings defaults) {
        return new IngestSettings(
                own.periodMillis() == null ? defaults.period() : Duration.ofMillis(own.periodMillis()),
                own.shortSide() == null ? defaults.shortSide() : own.shortSide(),
                own.framesPerRecord() == null ? defaults.framesPerRecord() : own.framesPerRecord(),
                own.jpegQuality() == null
                        ? defaults.jpegQuality()
                        : own.jpegQuality().floatValue(),
                own.fast() == null ? defaults.realTime() : !own.fast(),
                own.loop() == null ? defaults.loop() : own.loop(),
                defaults.decode(),
                defaults.whenBehind(),
                defaults.open(),
                defaults.decoder());
    }
}
