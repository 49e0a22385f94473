package dev.rewind.deploy.options;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.WhenBehind;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** Which videos to play, and how their frames are sampled. */
public final class SourceOptions {
    @Option(
            names = {"-s", "--source"},
            paramLabel = "[ID=]VIDEO",
            description =
                    "A file, a folder of videos or pictures, 'clips/*.mp4', shot-%%04d.jpg, an address (rtsp, rtsps,"
                            + " rtmp, rtmps, srt, http, https; also of an HLS playlist), a camera (/dev/video0), kafka:TOPIC, or -"
                            + " for the standard input; ID names its stream. Repeatable.")
    private List<String> sources = new ArrayList<>();

    @Option(
            names = "--watch",
            description = "Go on with files that come later into folders and patterns, once they have stopped growing.")
    private boolean watch;

    @Option(names = "--loop", description = "Play files again when they end.")
    private boolean loop;

    @Option(names = "--fast", description = "Play files as fast as they can be read, not in real time.")
    private boolean fast;

    @Option(
            names = "--period",
            paramLabel = "MS",
            description = "Milliseconds between two sampled frames; the model's own when not given.")
    private Integer periodMillis;

    @Option(
            names = "--short-side",
            paramLabel = "PIXELS",
            defaultValue = "128",
            description = "Shorter side of the frames sent; 0 sends them as they are (default: ${DEFAULT-VALUE}).")
    private int shortSide;

    @Option(
            names = "--frames-per-record",
            paramLabel = "N",
            defaultValue = "4",
            description = "Frames that share a record; more are cheaper and come later (default: ${DEFAULT-VALUE}).")
    private int framesPerRecord;

    @Option(
            names = "--jpeg-quality",
            paramLabel = "Q",
            defaultValue = "0.85",
            description = "Of the frames sent, from 0 to 1 (default: ${DEFAULT-VALUE}).")
    private float jpegQuality;

    @Option(
            names = "--decode",
            paramLabel = "WHERE",
            defaultValue = "child",
            description =
                    "child: each source in a process of its own, killed when it hangs, grows or crashes; inline: in"
                            + " this process, for files you trust (default: ${DEFAULT-VALUE}).")
    private DecodeMode decode;

    @Option(
            names = "--when-behind",
            paramLabel = "WHAT",
            defaultValue = "drop-oldest",
            converter = WhenBehindReader.class,
            description = "What becomes of a live source's frames that come faster than they can be sent: drop-oldest,"
                    + " drop-newest or wait; 'progress' counts what was dropped (default: ${DEFAULT-VALUE}).")
    private WhenBehind whenBehind;

    @Mixin
    private OpenOptions opening;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What to play; empty when the user named nothing. */
    public List<Source> sources() {
        List<Source> parsed = Source.parse(sources, watch);
        boolean watched = parsed.stream().anyMatch(Source::isWatched);
        Usage.require(
                command,
                watched || !watch,
                "--watch needs a --source that is a folder or a pattern",
                "given without one");
        Usage.require(command, !watch || !loop, "--watch plays each file once: --loop must not be given too", "given");
        return parsed;
    }

    /** How to play it, where a model wants frames this far apart; what is played when nothing was named goes on. */
    public IngestSettings settings(Duration modelPeriod) {
        return settings(modelPeriod, loop || sources.isEmpty());
    }

    /** How a worker plays what others name, as far as they do not say so themselves. */
    public IngestSettings workerSettings(Duration modelPeriod) {
        return settings(modelPeriod, loop);
    }

    private IngestSettings settings(Duration modelPeriod, boolean again) {
        Duration period = periodMillis == null ? modelPeriod : Duration.ofMillis(periodMillis);
        return Usage.of(
                command,
                () -> new IngestSettings(
                        period,
                        shortSide,
                        framesPerRecord,
                        jpegQuality,
                        !fast,
                        again,
                        decode,
                        whenBehind,
                        opening.settings(),
                        opening.decoder()));
    }

    /** Reads {@code drop-oldest} and its like. */
    static final class WhenBehindReader implements ITypeConverter<WhenBehind> {
        @Override
        public WhenBehind convert(String text) {
            try {
                return WhenBehind.named(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
