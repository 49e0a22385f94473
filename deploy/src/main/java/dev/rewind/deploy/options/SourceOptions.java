package dev.rewind.deploy.options;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.source.Source;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which videos to play, and how their frames are sampled. */
public final class SourceOptions {
    @Option(
            names = {"-s", "--source"},
            paramLabel = "[ID=]VIDEO",
            description = "A file, a folder of files, an address (rtsp, rtsps, http, https) or a camera (/dev/video0);"
                    + " ID names its stream. Repeatable.")
    private List<String> sources = new ArrayList<>();

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What to play; empty when the user named nothing. */
    public List<Source> sources() {
        return Source.parse(sources);
    }

    /** How to play it, where a model wants frames this far apart; what is played when nothing was named goes on. */
    public IngestSettings settings(Duration modelPeriod) {
        boolean again = loop || sources.isEmpty();
        Duration period = periodMillis == null ? modelPeriod : Duration.ofMillis(periodMillis);
        return Usage.of(
                command,
                () -> new IngestSettings(period, shortSide, framesPerRecord, jpegQuality, !fast, again, decode));
    }
}
