package dev.rewind.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a real broker. */
final class DlqCommandTest {
    @TempDir
    private Path directory;

    private EmbeddedBroker broker;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void listsShowsAndPutsBack() throws IOException {
        assertThat(run("ls").out()).containsExactly("no dead letters: all could be read");
        bury("door", "no picture at all", "frame 0 is no JPEG; send JPEG");
        bury("yard\u001b[2J", "cut", "frame 0 is cut off; send the whole picture");
        bury("door", "cut as well", "frame 0 is cut off; send the whole picture");

        List<String> table = run("ls").out();
        assertThat(table).hasSize(4);
        assertThat(table.get(0)).startsWith("ID   AGE  FROM").contains("STREAM", "REASON");
        assertThat(String.join("\n", table)).contains("yard?[2J").doesNotContain("\u001b");
        assertThat(run("ls", "--limit", "1").out()).hasSize(3).last().isEqualTo("and 2 older; --limit shows more");
        JsonNode cut = json(run("ls", "--reason", "CUT OFF", "--stream", "do*", "--since", "-2h", "--json"));
        assertThat(cut).hasSize(1);
        assertThat(cut.at("/0/key").asText()).isEqualTo("door");
        assertThat(cut.at("/0/topic").asText()).isEqualTo("frames");
        assertThat(cut.at("/0/bytes").asInt()).isEqualTo("cut as well".length());
        assertThat(run("ls", "--topic", "labels").out()).containsExactly("no dead letter fits");
        assertThat(run("ls", "--until", "-2h").out()).containsExactly("no dead letter fits");

        String id = cut.at("/0/id").asText();
        Path bytes = directory.resolve("door.jpg");
        String sheet =
                String.join("\n", run("show", id, "--out", bytes.toString()).out());
        assertThat(sheet).contains("frame 0 is cut off", "mine", "63 75 74 20 61 73 20 77 65 6c 6c", "cut as well");
        assertThat(bytes).content().isEqualTo("cut as well");
        assertThat(json(run("show", id, "--json")).at("/headers/0/name").asText())
                .isEqualTo("mine");

        assertThat(run("redrive", "--stream", "door", "--dry-run").out())
                .hasSize(3)
                .last()
                .isEqualTo("2 would go back");
        assertThat(TopicRecords.newest(broker.connection(), Topic.FRAMES)).isEmpty();
        assertThat(run("redrive", id).out()).last().isEqualTo("1 put back");
        assertThat(TopicRecords.newest(broker.connection(), Topic.FRAMES)
                        .get("door")
                        .value())
                .asString(UTF_8)
                .isEqualTo("cut as well");

        CommandRun again = run("redrive", id, "3:99");
        assertThat(again.code()).isEqualTo(1);
        assertThat(String.join("\n", again.out()))
                .contains("left: it was put back already, at", "3:99  left: there is no such dead letter", "2 left");
        assertThat(json(run("redrive", "--all", "--json"))).hasSize(2);
        assertThat(run("ls").out()).containsExactly("no dead letters: all could be read");
        assertThat(run("ls", "--redriven").out())
                .hasSize(4)
                .element(1)
                .asString()
                .contains("put back");
    }

    @Test
    void leavesWhatCameBackTooOften() throws IOException {
        bury("door", "cut", "frame 0 is cut off; send the whole picture");
        for (int i = 1; i <= 3; i++) {
            assertThat(run("redrive", "--all").out()).last().isEqualTo("1 put back");
            bury(TopicRecords.newest(broker.connection(), Topic.FRAMES).get("door"), "frame 0 is cut off still");
        }

        assertThat(run("ls").out().get(1)).contains("back 3 times");
        CommandRun tired = run("redrive", "--all");
        assertThat(tired.code()).isEqualTo(1);
        assertThat(tired.out().get(0)).contains("left: it came back 3 times", "by its id");
        String id = json(run("ls", "--json")).at("/0/id").asText();
        assertThat(run("redrive", id).code()).isZero();
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() {
        assertThat(run("redrive").err().get(0)).contains("say which: by ID");
        assertThat(run("redrive", "0:1", "--all").err().get(0)).contains("say which: by ID");
        assertThat(run("redrive", "seventeen").err().get(0)).contains("'seventeen' is no id of a dead letter");
        assertThat(run("ls", "--since", "yesterday").err().get(0))
                .contains("such as 2026-11-21T10:15:00Z, now, or -10min");
        assertThat(run("show", "0:7").err().get(0)).contains("there is no dead letter 0:7");
    }

    private void bury(String stream, String value, String reason) {
        var record = new ConsumerRecord<>("frames", 0, 7, stream.getBytes(UTF_8), value.getBytes(UTF_8));
        record.headers().add("mine", new byte[] {'m'});
        bury(record, reason);
    }

    private void bury(ConsumerRecord<?, byte[]> record, String reason) {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            new DeadLetters(publisher).publish(record, reason);
        }
    }

    private CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dlq"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-b", broker.connection().bootstrapServers()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(String.join("", run.out()));
    }
}
