package dev.rewind.deploy.sources;

import dev.rewind.deploy.options.KafkaOptions;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Sources that are to be played again. */
@Command(
        name = "resume",
        description = {
            "Play sources again: those that were paused, and those that ended or failed, once the reason is gone. A file",
            "begins anew, and so does its epoch."
        },
        footer = {"  rewind sources resume door yard"})
final class ResumeCommand implements Runnable {
    @Parameters(arity = "1..*", paramLabel = "STREAM", description = "The sources, as 'rewind sources ls' names them.")
    private List<String> streams;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        Pausing.resume(Wanted.of(kafka), streams).forEach((stream, written) -> command.commandLine()
                .getOut()
                .println(stream + (written ? "  resumed" : "  is not paused, nothing to do")));
    }
}
