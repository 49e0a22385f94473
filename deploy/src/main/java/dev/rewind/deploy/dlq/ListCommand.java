package dev.rewind.deploy.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.deadletters.DeadLetter;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The newest dead letters, each in a line. */
@Command(
        name = "ls",
        description = "List dead letters, the newest last, without those that were put back already.",
        footer = {
            "  rewind dlq ls                                       of the broker on this machine",
            "  rewind dlq ls --stream 'cam-*' --since -2h          what two hours brought",
            "  rewind dlq ls --reason 'content-type' --json        for programs"
        })
final class ListCommand implements Runnable {
    @Mixin
    private LetterFilter filter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many, the newest (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--redriven", description = "Also those that were put back already.")
    private boolean redriven;

    @Option(names = "--json", description = "Print JSON: an array with an object for each.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    /** What is kept of one: never its bytes. */
    private record Line(Instant at, DeadLetter.Id id, ObjectNode json, String[] cells) {
        static final Comparator<Line> OLDEST_FIRST = Comparator.comparing(Line::at)
                .thenComparing(line -> line.id().partition())
                .thenComparing(line -> line.id().offset());
    }

    @Override
    public void run() {
        Instant now = Instant.now();
        PriorityQueue<Line> newest = new PriorityQueue<>(Line.OLDEST_FIRST);
        long[] fits = new long[1];
        Letters.of(kafka).log().read((letter, at) -> {
            if (filter.test(letter) && (redriven || at.isEmpty())) {
                fits[0]++;
                newest.add(line(letter, at, now));
                if (newest.size() > Math.max(0, limit)) {
                    newest.remove();
                }
            }
        });
        List<Line> lines = new ArrayList<>(newest);
        lines.sort(Line.OLDEST_FIRST);
        print(lines, fits[0]);
    }

    private void print(List<Line> lines, long fits) {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            ArrayNode all = LetterText.JSON.createArrayNode();
            lines.forEach(line -> all.add(line.json()));
            out.println(all);
        } else if (fits == 0) {
            out.println(filter.isGiven() ? "no dead letter fits" : "no dead letters: all could be read");
        } else {
            table(lines).lines().forEach(out::println);
            if (fits > lines.size()) {
                out.println("and " + (fits - lines.size()) + " older; --limit shows more");
            }
        }
    }

    private static Columns table(List<Line> lines) {
        Columns table = new Columns().row("ID", "AGE", "FROM", "STREAM", "SIZE", "STATE", "REASON");
        lines.forEach(line -> table.row(line.cells()));
        return table;
    }

    private static Line line(DeadLetter letter, Optional<Instant> redriven, Instant now) {
        String[] cells = {
            letter.id().toString(),
            LetterText.age(letter.at(), now),
            LetterText.origin(letter),
            LetterText.name(letter),
            LetterText.size(letter.bytes()),
            redriven.isPresent() ? "put back" : state(letter.attempts()),
            LetterText.plain(letter.about().reason())
        };
        return new Line(letter.at(), letter.id(), LetterText.json(letter, redriven), cells);
    }

    private static String state(int attempts) {
        if (attempts == 0) {
            return "new";
        }
        return attempts == 1 ? "back again" : "back " + attempts + " times";
    }
}
