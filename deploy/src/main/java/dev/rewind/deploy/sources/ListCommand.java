package dev.rewind.deploy.sources;

import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.sources.SourceStatus;
import dev.rewind.topics.sources.StreamProgress;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every source in a line. */
@Command(
        name = "ls",
        description = {
            "List the sources: whether each runs, waits (for a worker, or for its camera to come back), is paused, ended or",
            "failed; its frames so far and lately a second, how often it was opened again, who plays it, what went wrong last."
        },
        footer = {
            "  rewind sources ls                    of the broker on this machine",
            "  rewind sources ls -b kafka:9092 --json"
        })
final class ListCommand implements Runnable {
    @Option(
            names = "--json",
            description =
                    "Print JSON: an array of objects with stream, state, detail, problem, worker, since, figures and"
                            + " source.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        List<SourceStatus> sources = Wanted.of(kafka).catalog().statuses(Instant.now());
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            ArrayNode all = SourceText.JSON.createArrayNode();
            sources.forEach(source -> all.add(SourceText.json(source)));
            out.println(all);
        } else if (sources.isEmpty()) {
            out.println("no source yet; 'rewind sources add' adds some");
        } else {
            table(sources).lines().forEach(out::println);
        }
    }

    private static Columns table(List<SourceStatus> sources) {
        Columns table =
                new Columns().row("STREAM", "STATE", "FRAMES", "FPS", "RESTARTS", "WORKER", "SOURCE", "LAST PROBLEM");
        for (SourceStatus source : sources) {
            table.row(
                    source.stream(),
                    SourceText.state(source),
                    SourceText.count(source, StreamProgress.FRAMES),
                    SourceText.rate(source),
                    SourceText.count(source, StreamProgress.RESTARTS),
                    SourceText.orNone(source.worker()),
                    SourceText.url(source),
                    SourceText.orNone(source.problem()));
        }
        return table;
    }
}
