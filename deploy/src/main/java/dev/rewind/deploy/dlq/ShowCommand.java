package dev.rewind.deploy.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.table.Columns;
import dev.rewind.topics.deadletters.DeadLetter;
import dev.rewind.topics.deadletters.Origins;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** All that is known of one dead letter. */
@Command(
        name = "show",
        description =
                "Show one dead letter: where it came from and why it is here, its headers, the beginning of its bytes.",
        footer = {"  rewind dlq show 2:17", "  rewind dlq show 2:17 --out door.jpg"})
final class ShowCommand implements Runnable {
    private static final int SHOWN_BYTES = 256;

    @Parameters(paramLabel = "ID", description = "The letter, as 'rewind dlq ls' names it.")
    private String id;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the record's bytes here.")
    private Path out;

    @Option(names = "--json", description = "Print JSON: what 'ls --json' prints of it, and its headers as text.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        DeadLetter.Id which = Usage.of(command, () -> DeadLetter.Id.parse(id));
        Letters letters = Letters.of(kafka);
        DeadLetter letter = letters.get(which);
        Optional<byte[]> bytes = bytes(letters, letter);
        PrintWriter screen = command.commandLine().getOut();
        if (json) {
            screen.println(json(letter));
        } else {
            sheet(letter).lines().forEach(screen::println);
            bytes.ifPresent(all -> HexDump.of(all, SHOWN_BYTES).forEach(screen::println));
        }
        if (out != null) {
            write(letter, bytes);
        }
    }

    private static Optional<byte[]> bytes(Letters letters, DeadLetter letter) {
        try (Origins origins = new Origins(letters.connection())) {
            return origins.value(letter);
        }
    }

    private void write(DeadLetter letter, Optional<byte[]> bytes) {
        byte[] all = bytes.orElseThrow(() -> new CommandFailure("the dead letter " + letter.id() + " has no bytes"
                + (letter.isLeftBehind()
                        ? ": they were too large to be repeated, and are gone from " + LetterText.origin(letter)
                        : "; its reason says what was wrong")));
        try {
            Files.write(out, all);
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + out + ": " + e + "; choose another file", e);
        }
    }

    private static ObjectNode json(DeadLetter letter) {
        ObjectNode node = LetterText.json(letter, Optional.empty());
        ArrayNode headers = node.putArray("headers");
        for (Header header : letter.headers()) {
            headers.addObject().put("name", header.key()).put("value", text(header));
        }
        return node;
    }

    private static Columns sheet(DeadLetter letter) {
        Columns sheet = new Columns()
                .row("id", letter.id().toString())
                .row("reason", LetterText.plain(letter.about().reason()))
                .row("at", letter.at().toString())
                .row("from", LetterText.origin(letter))
                .row("stream", LetterText.name(letter))
                .row("put back", letter.attempts() + " times before")
                .row("bytes", letter.bytes() + (letter.isLeftBehind() ? ", left where it came from" : ""));
        for (Header header : letter.headers()) {
            sheet.row(LetterText.plain(header.key()), LetterText.plain(text(header)));
        }
        return sheet;
    }

    private static String text(Header header) {
        return header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
}
