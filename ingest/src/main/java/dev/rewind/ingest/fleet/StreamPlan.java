package dev.rewind.ingest.fleet;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.WhenBehind;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
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
        StreamSettings own = spec.settings();
        Source source = Source.of(stream, credentials.into(spec.url()), or(own.watch(), false));
        return new StreamPlan(source, settings(own, defaults));
    }

    private static IngestSettings settings(StreamSettings own, IngestSettings defaults) {
        OpenSettings open = defaults.open();
        return new IngestSettings(
                own.periodMillis() == null ? defaults.period() : Duration.ofMillis(own.periodMillis()),
                or(own.shortSide(), defaults.shortSide()),
                or(own.framesPerRecord(), defaults.framesPerRecord()),
                own.jpegQuality() == null
                        ? defaults.jpegQuality()
                        : own.jpegQuality().floatValue(),
                !or(own.fast(), !defaults.realTime()),
                or(own.loop(), defaults.loop()),
                defaults.decode(),
                own.whenBehind() == null ? defaults.whenBehind() : WhenBehind.named(own.whenBehind()),
                open.carried(
                        own.rtspTransport() == null ? open.rtspTransport() : RtspTransport.named(own.rtspTransport()),
                        or(own.pictureRate(), open.pictureRate())),
                defaults.decoder());
    }

    private static <T> T or(T own, T usual) {
        return own == null ? usual : own;
    }
}
