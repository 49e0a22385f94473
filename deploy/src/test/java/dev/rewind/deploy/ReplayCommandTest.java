package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a real broker, on frames and labels that lie there. */
final class ReplayCommandTest {
    /** Of 30 frames, eight each, half of which the next one has too. */
    private static final int CLIPS = 6;

    private static final List<String> OTHER_CLASSES = List.of("fly", "walk", "swim");

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Path other;
    private static List<Label> live;

    @BeforeAll
    static void labelAVideo() throws Exception {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        String servers = broker.connection().bootstrapServers();
        Path video = SyntheticVideos.write(
                directory.resolve("door.mp4"),
                SyntheticAction.values()[0],
                7,
                Duration.ofSeconds(4),
                SyntheticVideos.Format.H264_MP4);
        Path model = TinyModel.writeTo(directory.resolve("model"));
        other = TinyModel.writeTo(directory.resolve("other"), "tiny-2", OTHER_CLASSES, 2);
        FutureTask<Integer> inference = new FutureTask<>(
                () -> Rewind.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(System.err, true))
                        .execute("inference", "-b", servers, "--model", model.toString()));
        Thread thread = new Thread(inference, "inference");
        thread.start();
        CommandRun.of("ingest", "-b", servers, "--source", video.toString());
        LabelTopic.readUntil(broker.connection(), soFar -> soFar.size() >= CLIPS);
        thread.interrupt();
        assertThat(inference.get()).isZero();
        live = LabelTopic.readAll(broker.connection());
    }

    @AfterAll
    static void closeTheBroker() {
        broker.close();
    }

    @Test
    void theSameModelSaysTheSame() throws IOException {
        JsonNode found = json(replay("--model", TinyModel.VERSION, "--diff", "--json"));

        assertThat(found.at("/clips").asInt()).isEqualTo(live.size());
        assertThat(found.at("/passedOver").asInt()).isZero();
        assertThat(found.at("/sha256").asText()).isEqualTo(live.get(0).model().sha256());
        assertThat(found.at("/diff/agreed").asInt()).isEqualTo(live.size());
        assertThat(found.at("/diff/largestDifference").asDouble()).isLessThan(1e-4);
        assertThat(found.at("/diff/models/" + TinyModel.VERSION).asInt()).isEqualTo(live.size());
        assertThat(found.at("/diff/changed")).isEmpty();
        String progress = new String(
                TopicRecords.newest(broker.connection(), Topic.PROGRESS)
                        .get(found.at("/job").asText())
                        .value(),
                StandardCharsets.UTF_8);
        assertThat(progress).contains("\"state\":\"DONE\"", "\"clips\":" + live.size() + ".0");
    }

    @Test
    void showsWhatAnotherModelSaysOtherwise() throws IOException {
        Path pictures = directory.resolve("changed");

        List<String> text = replay(
                        "--model", other.toString(), "--diff", "--pictures", pictures.toString(), "--most", "2")
                .out();

        assertThat(text.get(0)).startsWith("tiny-2 labelled " + live.size() + " clips in ");
        assertThat(text.get(1)).contains("have the class that their label says (" + TinyModel.VERSION + ")");
        assertThat(String.join("\n", text))
                .containsPattern("CLASS +BEFORE +NOW +BOTH")
                .contains("door@");
        try (Stream<Path> drawn = Files.list(pictures)) {
            assertThat(drawn.map(file -> file.getFileName().toString()))
                    .hasSize(2)
                    .allMatch(name -> name.matches("00[12]-door-\\d-\\d+-\\d+-\\w+-to-\\w+\\.png"));
        }
        JsonNode diff =
                json(replay("--model", other.toString(), "--diff", "--json")).get("diff");
        int before = 0;
        int now = 0;
        for (JsonNode each : diff.get("classes")) {
            before += each.get("before").asInt();
            now += each.get("now").asInt();
        }
        assertThat(before).isEqualTo(live.size());
        assertThat(now).isEqualTo(live.size());
        assertThat(diff.get("changed").size() + diff.get("agreed").asInt()).isEqualTo(live.size());
    }

    @Test
    void writesLabelsThatLeadBackToTheirFramesToAFileOrATopic() throws IOException {
        Path file = directory.resolve("labels.jsonl");

        assertThat(replay("--model", other.toString(), "--out", file.toString()).code())
                .isZero();
        assertThat(replay("--model", other.toString(), "--topic", "candidate").code())
                .isZero();

        List<Label> written = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            written.add(JsonSerde.of(Label.class)
                    .deserializer()
                    .deserialize("labels", line.getBytes(StandardCharsets.UTF_8)));
        }
        assertThat(written)
                .extracting(Label::lineage)
                .containsExactlyElementsOf(live.stream().map(Label::lineage).toList());
        assertThat(written)
                .allMatch(label -> label.model().version().equals("tiny-2"))
                .allMatch(label -> label.model().compute() != null && label.latency() == null);
        List<Label> sent = new ArrayList<>();
        try (TopicScan scan = new TopicScan(broker.connection(), "candidate")) {
            scan.read(
                    record -> sent.add(JsonSerde.of(Label.class).deserializer().deserialize("labels", record.value())));
        }
        assertThat(sent).isEqualTo(written);
        assertThat(LabelTopic.readAll(broker.connection())).isEqualTo(live);
        assertThat(replay("--model", other.toString(), "--topic", "candidate")
                        .err()
                        .get(0))
                .contains("holds records already");
    }

    @Test
    void saysWhatIsWrong() {
        assertThat(replay("--model", "gone-1").err().get(0)).contains("there is no model 'gone-1'", TinyModel.VERSION);
        assertThat(replay("--model", other.toString(), "--topic", "labels")
                        .err()
                        .get(0))
                .contains("'labels' belongs to others");
        assertThat(replay("--model", other.toString(), "--pictures", "x").err().get(0))
                .contains("--pictures shows what --diff finds");
        CommandRun backwards = run("replay", "--from", "now", "--to", "-1h", "--model", other.toString());
        assertThat(backwards.code()).isEqualTo(2);
        assertThat(backwards.err().get(0)).contains("begins before it ends");
        List<String> empty = replay("--model", other.toString(), "--diff", "--stream", "yard*")
                .out();
        assertThat(empty).last().isEqualTo("no label of that time whose frames are still there");
    }

    private static CommandRun replay(String... arguments) {
        List<String> all = new ArrayList<>(List.of("replay", "--from", "-1h"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("-b", broker.connection().bootstrapServers()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(String.join("", run.out()));
    }
}
