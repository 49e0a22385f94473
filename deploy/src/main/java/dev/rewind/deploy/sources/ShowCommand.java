package dev.rewind.deploy.sources;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.sources.SourceStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of one source. */
@Command(
        name = "show",
        description = "Show one source: how it stands and why, who plays it, its settings and its figures.",
        footer = {"  rewind sources show door", "  rewind sources show door --json"})
final class ShowCommand implements Runnable {
    @Parameters(paramLabel = "STREAM", description = "The source, as 'rewind sources ls' names it.")
    private String stream;

    @Option(names = "--json", description = "Print JSON: the object that 'ls --json' prints.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        SourceStatus source = Wanted.of(kafka).catalog().status(stream, Instant.now());
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(SourceText.json(source));
        } else {
            sheet(source).lines().forEach(out::println);
        }
    }

    private static Columns sheet(SourceStatus source) {
        Columns sheet = new Columns()
                .row("stream", source.stream())
                .row("state", SourceText.state(source))
                .row("detail", SourceText.orNone(source.detail()))
                .row("since", source.since().toString())
                .row("last problem", SourceText.orNone(source.problem()))
                .row("worker", SourceText.orNone(source.worker()))
                .row("source", SourceText.url(source));
        settings(source)
                .properties()
                .forEach(setting ->
                        sheet.row(setting.getKey(), setting.getValue().asText()));
        new TreeMap<>(source.figures())
                .forEach((name, value) -> sheet.row(name, String.format(Locale.ROOT, "%.4g", value)));
        return sheet;
    }

    /** Only those that somebody gave. */
    private static JsonNode settings(SourceStatus source) {
        return SourceText.json(source).at("/source/settings");
    }
}
