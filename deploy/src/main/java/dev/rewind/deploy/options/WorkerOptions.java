package dev.rewind.deploy.options;

import dev.rewind.ingest.fleet.SourceCredentials;
import dev.rewind.ingest.fleet.WorkerSettings;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What an ingest worker is called, and which passwords it has. */
public final class WorkerOptions {
    @Option(
            names = "--worker",
            paramLabel = "NAME",
            description = "What 'rewind sources ls' calls this worker (default: machine and process).")
    private String name;

    @Option(
            names = "--credentials",
            paramLabel = "FILE",
            description = "Passwords for the addresses on the topic 'sources', where none may lie: lines of"
                    + " HOST[:PORT] USER:PASSWORD, or of HOST[:PORT] ?NAME=VALUE for what goes behind an address.")
    private Path credentials;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** The worker. */
    public WorkerSettings settings() {
        return Usage.of(command, () -> {
            WorkerSettings usual = WorkerSettings.defaults();
            WorkerSettings named = name == null ? usual : usual.named(name);
            return credentials == null ? named : named.with(SourceCredentials.read(credentials));
        });
    }
}
