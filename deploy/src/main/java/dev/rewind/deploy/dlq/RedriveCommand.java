package dev.rewind.deploy.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.topics.deadletters.DeadLetter;
import dev.rewind.topics.deadletters.DeadLetterException;
import dev.rewind.topics.deadletters.Origins;
import dev.rewind.topics.deadletters.Redrive;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Dead letters back to where they came from. */
@Command(
        name = "redrive",
        description = {
            "Put records back on the topic they came from, with their key, bytes, headers, timestamp and partition, once",
            "what was wrong is mended. Each goes back in one transaction with a mark on 'dead-letters', and never again.",
            "One that cannot be read then either is a new dead letter. Ends with 1 where one could not go back."
        },
        footer = {
            "  rewind dlq redrive 2:17 2:18",
            "  rewind dlq redrive --reason 'type dev.rewind.frames.v2' --dry-run     after an upgrade",
            "  rewind dlq redrive --topic labelled-clips --since -2h",
            "  rewind dlq redrive --all"
        })
final class RedriveCommand implements Callable<Integer> {
    private static final String GONE = "there is no such dead letter";

    @Parameters(arity = "0..*", paramLabel = "ID", description = "Letters, as 'rewind dlq ls' names them.")
    private List<String> ids = List.of();

    @Mixin
    private LetterFilter filter;

    @Option(names = "--all", description = "All of them.")
    private boolean all;

    @Option(
            names = "--attempts",
            paramLabel = "N",
            defaultValue = "3",
            description =
                    "Leave those that came back so often already, unless named by id (default: ${DEFAULT-VALUE}).")
    private int attempts;

    @Option(names = "--dry-run", description = "Only say what would go back.")
    private boolean dryRun;

    @Option(
            names = "--json",
            description = "Print JSON: an array with an object for each; 'left' says why one was left.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    private final ArrayNode outcomes = LetterText.JSON.createArrayNode();
    private int putBack;
    private int left;

    @Override
    public Integer call() {
        Set<DeadLetter.Id> named =
                Usage.of(command, () -> ids.stream().map(DeadLetter.Id::parse).collect(Collectors.toSet()));
        if ((named.isEmpty() ? 0 : 1) + (filter.isGiven() ? 1 : 0) + (all ? 1 : 0) != 1) {
            throw new ParameterException(
                    command.commandLine(),
                    "say which: by ID, by --reason, --topic, --stream, --since or --until, or --all");
        }
        Letters letters = Letters.of(kafka);
        Set<DeadLetter.Id> missing = new HashSet<>(named);
        // Opened first: whatever another redrive had begun is undone before the marks are read.
        try (Origins origins = new Origins(letters.connection());
                Redrive redrive = dryRun ? null : new Redrive(letters.connection(), origins)) {
            letters.log().read((letter, redriven) -> {
                boolean wanted = named.isEmpty() ? filter.test(letter) : named.contains(letter.id());
                missing.remove(letter.id());
                if (wanted && (redriven.isEmpty() || !named.isEmpty())) {
                    Optional<String> obstacle = obstacle(origins, letter, redriven);
                    take(letter, obstacle.isEmpty() && redrive != null ? putBack(redrive, letter) : obstacle);
                }
            });
        }
        missing.forEach(id -> {
            outcomes.addObject().put("id", id.toString()).put("left", GONE);
            tell(id.toString(), Optional.of(GONE));
        });
        conclude();
        return left == 0 ? 0 : 1;
    }

    private Optional<String> obstacle(Origins origins, DeadLetter letter, Optional<Instant> redriven) {
        boolean tired = ids.isEmpty() && letter.attempts() >= attempts;
        return redriven.map(at -> "it was put back already, at " + at)
                .or(() -> tired
                        ? Optional.of("it came back " + letter.attempts() + " times; name it by its id to insist")
                        : origins.obstacle(letter));
    }

    /** Why it could not be; empty where it was. */
    private static Optional<String> putBack(Redrive redrive, DeadLetter letter) {
        try {
            redrive.putBack(letter);
            return Optional.empty();
        } catch (DeadLetterException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void take(DeadLetter letter, Optional<String> obstacle) {
        ObjectNode node = LetterText.json(letter, Optional.empty());
        obstacle.ifPresent(why -> node.put("left", why));
        outcomes.add(node);
        tell(letter.id() + "  " + LetterText.origin(letter) + "  " + LetterText.name(letter), obstacle);
    }

    private void tell(String letter, Optional<String> obstacle) {
        if (obstacle.isPresent()) {
            left++;
        } else {
            putBack++;
        }
        if (!json) {
            String done = dryRun ? "would go back" : "put back";
            command.commandLine()
                    .getOut()
                    .println(letter + "  " + obstacle.map(why -> "left: " + why).orElse(done));
        }
    }

    private void conclude() {
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(outcomes);
        } else {
            out.println(putBack + (dryRun ? " would go back" : " put back") + (left == 0 ? "" : ", " + left + " left"));
        }
    }
}
