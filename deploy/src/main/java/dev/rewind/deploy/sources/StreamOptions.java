package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.Usage;
import dev.rewind.topics.sources.StreamSettings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a source is to be played, where that is not up to the worker. */
final class StreamOptions {
    @Option(names = "--loop", negatable = true, description = "Play files again when they end, or once.")
    private Boolean loop;

    @Option(
            names = "--fast",
            negatable = true,
            description = "Play files as fast as they can be read, or in real time.")
    private Boolean fast;

    @Option(names = "--period", paramLabel = "MS", description = "Milliseconds between two sampled frames.")
    private Integer periodMillis;

    @Option(
            names = "--short-side",
            paramLabel = "PIXELS",
            description = "Shorter side of the frames sent; 0 sends them as they are.")
    private Integer shortSide;

    @Option(names = "--frames-per-record", paramLabel = "N", description = "Frames that share a record.")
    private Integer framesPerRecord;

    @Option(names = "--jpeg-quality", paramLabel = "Q", description = "Of the frames sent, from 0 to 1.")
    private Double jpegQuality;

    @Option(
            names = "--watch",
            negatable = true,
            description = "Go on with files that come later into a folder or pattern, each played once.")
    private Boolean watch;

    @Option(
            names = "--when-behind",
            paramLabel = "WHAT",
            description = "Of a live source's frames that come too fast: drop-oldest, drop-newest or wait.")
    private String whenBehind;

    @Option(names = "--rtsp-transport", paramLabel = "HOW", description = "tcp or udp.")
    private String rtspTransport;

    @Option(names = "--picture-rate", paramLabel = "N", description = "Pictures a second of an image sequence.")
    private Double pictureRate;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What was given; the rest is left open. */
    StreamSettings settings() {
        return Usage.of(
                command,
                () -> new StreamSettings(
                        periodMillis,
                        shortSide,
                        framesPerRecord,
                        jpegQuality,
                        fast,
                        loop,
                        watch,
                        whenBehind,
                        rtspTransport,
                        pictureRate));
    }
}
