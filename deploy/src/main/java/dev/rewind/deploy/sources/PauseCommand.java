package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.KafkaOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sources that are to be kept, but not played. */
@Command(
        name = "pause",
        description = "Stop playing sources until they are resumed. A file begins anew then.",
        footer = {"  rewind sources pause door yard"})
final class PauseCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "STREAM", description = "The sources, as 'rewind sources ls' names them.")
    private List<String> streams;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Pausing.pause(Wanted.of(kafka), streams).forEach((stream, written) -> command.commandLine()
                .getOut()
                .println(stream + (written ? "  paused" : "  is paused, nothing to do")));
    }
}
