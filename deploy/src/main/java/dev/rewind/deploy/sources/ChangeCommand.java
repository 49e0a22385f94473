package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.StreamSettings;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A source that is to be played otherwise, or from elsewhere. */
@Command(
        name = "change",
        description = {
            "Change where a source comes from or how it is played; what is not given stays as it was. The stream is opened",
            "anew, in a new epoch; a paused one stays paused."
        },
        footer = {
            "  rewind sources change door --url rtsp://camera.local/better",
            "  rewind sources change door --short-side 256 --no-loop",
            "  rewind sources change door --reset                      everything up to the worker again"
        })
final class ChangeCommand implements Runnable {
    @Parameters(paramLabel = "STREAM", description = "The source, as 'rewind sources ls' names it.")
    private String stream;

    @Option(names = "--url", paramLabel = "VIDEO", description = "Where it is played from.")
    private String video;

    @Option(names = "--reset", description = "Forget the settings it had; others that are given count.")
    private boolean reset;

    @Mixin
    private StreamOptions play;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        StreamSettings settings = play.settings();
        if (video == null && !reset && settings.equals(StreamSettings.none())) {
            throw new ParameterException(command.commandLine(), "nothing to change: give --url, --reset or a setting");
        }
        Wanted wanted = Wanted.of(kafka);
        SourceSpec before = wanted.catalog().spec(stream);
        String url = Optional.ofNullable(video).map(NamedSource::url).orElse(before.url());
        SourceSpec after = Usage.of(
                command,
                () -> new SourceSpec(url, before.paused(), reset ? settings : settings.over(before.settings())));
        if (after.equals(before)) {
            command.commandLine().getOut().println(stream + "  is so already, nothing to do");
            return;
        }
        wanted.write(Map.of(stream, after));
        command.commandLine().getOut().println(stream + "  changed");
    }
}
