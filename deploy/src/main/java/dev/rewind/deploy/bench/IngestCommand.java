package dev.rewind.deploy.bench;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rewind.deploy.scratch.ScratchFolder;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How fast videos become records. */
@Command(
        name = "ingest",
        description = {
            "Measure how fast a video becomes records: decode, sample every frame, scale, encode, bundle, produce into an",
            "embedded broker. Beside it, in turn, the ffmpeg program decodes, scales and encodes the same video to nowhere.",
            "Starting the decoder's process is part of it. CPU seconds tell of a busy machine what the clock cannot: those of",
            "all processes, the broker's among them."
        },
        footer = {
            "  rewind bench ingest                    340x256 and 1920x1080",
            "  rewind bench ingest --decode inline    without a process of its own",
            "  rewind bench ingest --json             for programs"
        })
final class IngestCommand implements Runnable {
    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each, the best of which counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "60",
            description =
                    "Length of the 1920x1080 video; that of 340x256 is ten times as long (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--decode",
            paramLabel = "WHERE",
            defaultValue = "child",
            description = "child or inline, as 'rewind ingest' has it (default: ${DEFAULT-VALUE}).")
    private DecodeMode decode;

    @Option(
            names = "--json",
            description =
                    "Print JSON: for each size its frames, framesPerSecond, ffmpegFramesPerSecond, ratio, startSeconds,"
                            + " cpuSeconds, ffmpegCpuSeconds.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        if (runs < 1 || seconds < 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "--runs and --seconds must be at least 1, but were " + runs + " and " + seconds);
        }
        Map<String, IngestFigures> figures = measured();
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(BenchJson.of(figures, Include.ALWAYS));
        } else {
            figures.forEach((size, measured) -> out.println(line(size, measured)));
        }
        out.flush();
    }

    private static String line(String size, IngestFigures figures) {
        String line = String.format(
                Locale.ROOT,
                "%-10s %7.0f frames/s, ffmpeg %7.0f, ratio %.2f; the first frame after %.2f s",
                size,
                figures.framesPerSecond(),
                figures.ffmpegFramesPerSecond(),
                figures.ratio(),
                figures.startSeconds());
        return figures.cpuSeconds() == null
                ? line
                : line
                        + String.format(
                                Locale.ROOT,
                                "; %.2f CPU seconds, ffmpeg %.2f",
                                figures.cpuSeconds(),
                                figures.ffmpegCpuSeconds());
    }

    private Map<String, IngestFigures> measured() {
        try (ScratchFolder scratch = ScratchFolder.create();
                EmbeddedBroker broker = EmbeddedBroker.start(
                        new EmbeddedBroker.Settings(scratch.path().resolve("broker"), 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            IngestBench bench = new IngestBench(broker.connection(), decode, scratch.path(), runs);
            Map<String, IngestFigures> sizes = new LinkedHashMap<>();
            sizes.put("340x256", bench.measure("340x256", 10 * seconds));
            sizes.put("1920x1080", bench.measure("1920x1080", seconds));
            return sizes;
        }
    }
}
