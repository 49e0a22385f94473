package dev.rewind.deploy.probe;

import dev.rewind.deploy.options.Usage;
import dev.rewind.ingest.child.Probe;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
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
            description = "A file, an address (rtsp, rtsps, http, https) or a camera (/dev/video0).")
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

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        Probe probe = Usage.of(
                command, () -> Probe.of(source, Duration.ofSeconds(timeoutSeconds), Duration.ofSeconds(watchSeconds)));
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? ProbeText.json(probe) : ProbeText.lines(probe));
        out.flush();
        return probe.ok() ? 0 : 1;
    }
}
