package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.topics.sources.SourceCatalog;
import dev.rewind.topics.sources.SourceRecord;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.StreamSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sources that are to be played from now on. */
@Command(
        name = "add",
        description = {
            "Add sources: a worker takes each up at once, or as soon as one is there. What is not said here, such as the size",
            "of the frames, is up to the worker. Paths are those of the workers' machines.",
            "A password has no place on a topic: leave it out, and give it to the workers by --credentials."
        },
        footer = {
            "  rewind sources add door=rtsp://camera.local/stream yard=/dev/video0",
            "  rewind sources add --loop --short-side 256 clips/*.mp4      a stream for each file",
            "  rewind sources add -b kafka:9092 --paused gate=https://cams.example/gate.m3u8"
        })
final class AddCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "[ID=]VIDEO", description = "What to play; ID names its stream.")
    private List<String> videos;

    @Option(names = "--paused", description = "Do not play them yet.")
    private boolean paused;

    @Mixin
    private StreamOptions play;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        StreamSettings settings = play.settings();
        Map<String, SourceSpec> added = new LinkedHashMap<>();
        for (NamedSource video : NamedSource.parse(videos)) {
            Usage.of(command, () -> SourceRecord.requireStream(video.stream()));
            added.put(video.stream(), Usage.of(command, () -> new SourceSpec(video.url(), paused, settings)));
        }
        Wanted wanted = Wanted.of(kafka);
        SourceCatalog catalog = wanted.catalog();
        added.keySet().forEach(catalog::requireNew);
        wanted.write(added);
        added.forEach((stream, source) -> command.commandLine()
                .getOut()
                .println(stream + "  added" + (paused ? ", paused" : "") + ": " + source.url()));
    }
}
