package dev.rewind.deploy.probe;

import dev.rewind.deploy.options.OpenOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.ingest.child.Probe;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.source.Feed;
import dev.rewind.ingest.source.Input;
import dev.rewind.ingest.source.PictureSequence;
import dev.rewind.ingest.source.Source;
import dev.rewind.ingest.source.StandardInput;
import dev.rewind.ingest.source.Videos;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What a video is, and how much of it can be read. */
@Command(
        name = "probe",
        description = {
            "Say what a video is and how much of it can be read, by decoding all of it in a process of its own.",
            "Ends with 1 where it cannot be played; one that is damaged can be, in part, and what is wrong is said."
        },
        footer = {
            "  rewind probe door.mp4",
            "  rewind probe rtsp://camera/1 --watch 30    half a minute of a live stream",
            "  rewind probe door.mp4 --json               for programs"
        })
public final class ProbeCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "VIDEO",
            description =
                    "A file, an image sequence (a folder, or shot-%%04d.jpg), an address (rtsp, rtsps, rtmp, rtmps, srt,"
                            + " http, https), a camera (/dev/video0), or - for the standard input.")
    private String source;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "10",
            description = "The longest wait for it to answer or to send something (default: ${DEFAULT-VALUE}).")
    private int timeoutSeconds;

    @Option(
            names = "--watch",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "How long to read what has no end (default: ${DEFAULT-VALUE}).")
    private int watchSeconds;

    @Option(
            names = "--json",
            description = "Print JSON: ok, reason, container, codec, width, height, rotation (degrees anticlockwise, as"
                    + " ffmpeg tells it), rate, duration (seconds), frames, expectedFrames, damaged; null is what is not"
                    + " known.")
    private boolean json;

    @Mixin
    private OpenOptions opening;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        OpenSettings open = opening.settings();
        Probe probe = Usage.of(command, () -> probe(open));
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? ProbeText.json(probe) : ProbeText.lines(probe));
        out.flush();
        return probe.ok() ? 0 : 1;
    }

    private Probe probe(OpenSettings open) {
        try {
            Source parsed = Source.parse(List.of(source)).get(0);
            return parsed instanceof PictureSequence || parsed instanceof StandardInput
                    ? fed(((Videos) parsed).inputs().get(0), open)
                    : probe(source, open);
        } catch (SourceException e) {
            return Probe.refused(e);
        }
    }

    /** Of what this process hands to the decoder. */
    private Probe fed(Input input, OpenSettings open) {
        try (Feed feed = input.open(open)) {
            Probe probe = probe(feed.address(), open);
            return probe.because(feed.failure()
                    .or(() -> probe.reason().map(reason -> feed.named(new SourceException(reason), input.redacted())))
                    .map(SourceException::getMessage));
        }
    }

    private Probe probe(String address, OpenSettings open) {
        return Probe.of(
                address, Duration.ofSeconds(timeoutSeconds), Duration.ofSeconds(watchSeconds), open, opening.decoder());
    }
}
