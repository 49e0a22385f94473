package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FramePlaces;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import javax.imageio.ImageIO;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a real broker, on labels that inference made there. */
final class ExplainCommandTest {
    private static final List<String> CLASSES = List.of("walk", "run", "jump", "wave");

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Path model;
    private static Label newest;

    /** One video, labelled in bf16, so that another dtype would show. */
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
        model = TinyModel.writeTo(directory.resolve("model"));
        FutureTask<Integer> inference = new FutureTask<>(
                () -> Rewind.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(System.err, true))
                        .execute("inference", "-b", servers, "--model", model.toString(), "--dtype", "bf16"));
        Thread thread = new Thread(inference, "inference");
        thread.start();
        CommandRun.of("ingest", "-b", servers, "--source", video.toString());
        LabelTopic.readUntil(broker.connection(), soFar -> soFar.size() >= 3);
        thread.interrupt();
        assertThat(inference.get()).isZero();
        List<Label> labels = LabelTopic.readAll(broker.connection()); // more came while it stopped
        newest = labels.get(labels.size() - 1);
    }

    @AfterAll
    static void closeTheBroker() {
        broker.close();
    }

    @Test
    void bringsBackFramesAndModelAndComesToTheSameScores() throws IOException {
        Path picture = directory.resolve("frames.png");

        CommandRun run = explain("door@last", "--out", picture.toString());

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out().get(0))
                .startsWith("label")
                .contains("door", newest.to().toString());
        assertThat(run.out().get(1)).contains(newest.lineage().places().text());
        assertThat(run.out().get(2)).contains(TinyModel.VERSION, newest.model().sha256());
        assertThat(run.out().get(3)).contains("fast kernels, bf16, then and now");
        assertThat(run.out()).anyMatch(line -> line.startsWith("the same: no score is further away"));
        assertThat(run.out())
                .anyMatch(line -> line.matches("in all +" + newest.latency().total()));
        BufferedImage strip = ImageIO.read(picture.toFile());
        assertThat(strip.getWidth()).isGreaterThan(7 * strip.getHeight());
    }

    @Test
    void findsALabelByEachOfItsNames() throws IOException {
        JsonNode last = json(explain("door@last", "--json"));
        Label.Lineage lineage = newest.lineage();

        assertThat(last.path("same").asBoolean()).isTrue();
        assertThat(last.path("largestDifference").asDouble()).isCloseTo(0, within(1e-4));
        assertThat(last.at("/label/lineage/places").asText())
                .isEqualTo(lineage.places().text());
        assertThat(last.path("scores").get(0).path("now").asDouble())
                .isCloseTo(newest.top().get(0).score(), within(1e-4));
        for (String name : List.of(
                "door@" + last.path("offset").asLong(),
                "door@" + lineage.partition() + ":" + lineage.lastOffset(),
                ClipReference.of(newest).id())) {
            assertThat(json(explain(name, "--json"))).as(name).isEqualTo(last);
        }
    }

    @Test
    void showsThatAScoreWasAnother() throws IOException {
        long offset = json(explain("door@last", "--json")).path("offset").asLong();
        List<Label.Score> scores = new ArrayList<>(newest.top());
        scores.set(0, new Label.Score(scores.get(0).label(), scores.get(0).score() + 0.01));
        send(changed("door", scores, newest.model(), newest.lineage()));

        CommandRun forged = explain("door@last");

        assertThat(forged.code()).isEqualTo(1);
        assertThat(forged.out()).anyMatch(line -> line.startsWith("DIFFERENT: a score is 1.0e-02 away"));
        assertThat(explain("door@" + offset).code()).isZero();
        send(newest); // again the newest for the other tests
    }

    @Test
    void saysWhatCannotBeBroughtBack() throws IOException {
        Label.Lineage lineage = newest.lineage();
        send(changed("aged", newest.top(), newest.model(), lineage(lineage.partition(), "77777:0-7")));
        send(changed("retired", newest.top(), new Label.Model("gone-1", "ab"), lineage));
        send(changed("thief", newest.top(), newest.model(), lineage));
        send(changed("other", newest.top(), new Label.Model(TinyModel.VERSION, "ab"), lineage));

        refused(explain("aged@last"), "no longer on 'frames'", "no record at 77777", "retention.ms");
        refused(explain("retired@last"), "gone-1", "no longer on 'models'", "--model DIR");
        refused(explain("thief@last"), "it is of the stream 'door'", "is not the one that the label");
        refused(explain("other@last"), "'models' names " + newest.model().sha256());
        refused(explain("nobody@last"), "'labels' has no label nobody@last");
        refused(explain("door@77777"), "'labels' has no label door@77777");
    }

    @Test
    void takesTheModelFromAFolderThatHoldsTheVeryWeights() {
        Path other = TinyModel.writeTo(directory.resolve("other"), TinyModel.VERSION, CLASSES, 2);

        assertThat(explain("door@last", "--model", model.toString()).code()).isZero();
        refused(explain("door@last", "--model", other.toString()), "but " + other + " holds");
    }

    @Test
    void saysHowALabelIsNamed() {
        CommandRun run = explain("door");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("'door' names no label", "rewind explain --help");
    }

    private static CommandRun explain(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("explain", "-b", broker.connection().bootstrapServers()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static void refused(CommandRun run, String... words) {
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains(words);
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(String.join("\n", run.out()));
    }

    private static Label changed(String stream, List<Label.Score> top, Label.Model model, Label.Lineage lineage) {
        return new Label(stream, newest.from(), newest.to(), top, model, lineage, newest.latency());
    }

    private static Label.Lineage lineage(int partition, String places) {
        FramePlaces parsed = FramePlaces.parse(places);
        long offset = parsed.places().get(0).offset();
        return new Label.Lineage(partition, offset, offset, parsed.places().size(), parsed, null);
    }

    private static void send(Label label) {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            byte[] json = JsonSerde.of(Label.class).serializer().serialize(Topic.LABELS.topicName(), label);
            publisher.send(Topic.LABELS, label.stream(), json, new RecordHeaders());
        }
    }
}
