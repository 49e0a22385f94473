package dev.rewind.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.sources.SourceFeed;
import dev.rewind.topics.sources.SourceSpec;
import dev.rewind.topics.sources.StreamSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands over a real broker, with a real worker. */
final class SourcesCommandTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    private static Path brokerDirectory;

    private static EmbeddedBroker broker;

    @TempDir
    private Path directory;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerDirectory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @AfterEach
    void removeSources() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            SourceFeed.read(broker.connection())
                    .sources()
                    .keySet()
                    .forEach(stream -> publisher.sendJson(Topic.SOURCES, stream, null));
        }
    }

    @Test
    void addsChangesPausesAndRemoves() throws IOException {
        assertThat(run("ls").out()).singleElement().asString().contains("rewind sources add");

        CommandRun added = run("add", "door=rtsp://camera/1?channel=1", "clips/walk.mp4", "--loop", "--paused");

        String file = Path.of("clips/walk.mp4").toAbsolutePath().toString();
        assertThat(added.out())
                .containsExactly("door  added, paused: rtsp://camera/1?channel=1", "walk  added, paused: " + file);
        assertThat(source("walk")).isEqualTo(new SourceSpec(file, true, settings("{\"loop\": true}")));

        assertThat(run("change", "walk", "--short-side", "256", "--no-loop").out())
                .containsExactly("walk  changed");
        assertThat(source("walk").settings()).isEqualTo(settings("{\"shortSide\": 256, \"loop\": false}"));
        assertThat(run("change", "walk", "--short-side", "256").out().get(0)).contains("nothing to do");
        run("change", "walk", "--reset", "--fast", "--when-behind", "wait", "--url", "rtsp://camera/2");
        assertThat(source("walk"))
                .isEqualTo(new SourceSpec(
                        "rtsp://camera/2", true, settings("{\"fast\": true, \"whenBehind\": \"wait\"}")));

        assertThat(run("resume", "walk", "walk").out()).containsExactly("walk  resumed");
        assertThat(run("resume", "walk").out().get(0)).contains("is not paused");
        assertThat(run("pause", "door", "walk").out())
                .containsExactly("door  is paused, nothing to do", "walk  paused");

        JsonNode list = json(run("ls", "--json"));
        assertThat(list).extracting(source -> source.get("stream").asText()).containsExactly("door", "walk");
        assertThat(list.at("/1/state").asText()).isEqualTo("PAUSED");
        assertThat(list.at("/1/source/settings/fast").asBoolean()).isTrue();
        assertThat(run("ls").out().get(0)).startsWith("STREAM  STATE");
        assertThat(run("ls").out().get(1)).startsWith("door    paused").contains("rtsp://camera/1?channel=1");
        assertThat(String.join("\n", run("show", "walk").out())).contains("fast          true");

        assertThat(run("rm", "door", "walk").out()).containsExactly("door  removed", "walk  removed");
        assertThat(SourceFeed.read(broker.connection()).sources()).isEmpty();
    }

    @Test
    void refusesWhatMustNotLieOnATopicOrIsNoSource() {
        for (String secret : List.of("rtsp://admin:s3cret@camera/1", "https://camera/live.m3u8?access_token=s3cret")) {
            CommandRun refused = run("add", "door=" + secret);

            assertThat(refused.code()).isEqualTo(2);
            assertThat(refused.err())
                    .singleElement()
                    .asString()
                    .contains("must not lie on a topic", "--credentials")
                    .doesNotContain("s3cret");
        }
        assertThat(run("add", "gopher://camera/1").err().get(0)).contains("begins with gopher://");
        assertThat(run("add", "door=a.mp4", "--short-side", "33").err().get(0)).contains("'shortSide' must be even");
        assertThat(run("change", "door").err().get(0)).contains("nothing to change");
        assertThat(SourceFeed.read(broker.connection()).sources()).isEmpty();
    }

    @Test
    void saysWhichSourcesThereAre() {
        run("add", "door=a.mp4", "yard=b.mp4");

        for (String command : List.of("show", "pause", "resume", "rm", "change --loop")) {
            CommandRun run = run((command + " gate").split(" ", -1));

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .singleElement()
                    .asString()
                    .contains("there is no source 'gate'; there are door, yard");
        }
        CommandRun twice = run("add", "new=c.mp4", "door=c.mp4");
        assertThat(twice.err()).singleElement().asString().contains("there is a source 'door' already");
        assertThat(SourceFeed.read(broker.connection()).sources()).containsOnlyKeys("door", "yard");
    }

    @Test
    void listsWhatOtherProducersWroteThoughItIsNoSource() {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            publisher.send(
                    Topic.SOURCES, "door", "{\"url\":\"rtsp://a:s3cret@b\"}".getBytes(UTF_8), new RecordHeaders());
        }

        assertThat(run("ls").out().get(1)).startsWith("door    failed").contains("must not lie on a topic");
        assertThat(run("pause", "door").err().get(0)).contains("is no source", "remove it and add it anew");
        assertThat(run("rm", "door").code()).isZero();
    }

    @Test
    void aWorkerPlaysWhatIsAddedAndTheListSaysSo() throws Exception {
        Path video = SyntheticVideos.write(
                directory.resolve("door.mp4"),
                SyntheticAction.values()[0],
                7,
                Duration.ofSeconds(4),
                SyntheticVideos.Format.H264_MP4);
        Path credentials = Files.writeString(directory.resolve("cameras.txt"), "camera.local admin:s3cret\n");
        FutureTask<Integer> worker = new FutureTask<>(
                () -> Rewind.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(System.err, true))
                        .execute(
                                "ingest",
                                "-b",
                                broker.connection().bootstrapServers(),
                                "--worker",
                                "left",
                                "--credentials",
                                credentials.toString()));
        Thread thread = new Thread(worker, "worker");
        thread.start();

        run("add", video.toString(), "--fast");

        JsonNode door = onceIn("ENDED", "door");
        assertThat(door.at("/worker").asText()).isEqualTo("left");
        assertThat(door.at("/figures/frames").asInt()).isGreaterThan(20);
        assertThat(door.has("problem")).isFalse();
        assertThat(run("resume", "door").out()).containsExactly("door  resumed");

        thread.interrupt();
        assertThat(worker.get()).isZero();
    }

    private JsonNode onceIn(String state, String stream) throws IOException {
        Instant deadline = Instant.now().plus(PATIENCE);
        JsonNode source = json(run("show", stream, "--json"));
        while (!source.get("state").asText().equals(state)) {
            assertThat(Instant.now()).as("in time, but it is " + source).isBefore(deadline);
            source = json(run("show", stream, "--json"));
        }
        return source;
    }

    private static SourceSpec source(String stream) {
        return SourceFeed.read(broker.connection()).spec(stream);
    }

    private static CommandRun run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("sources"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-b", broker.connection().bootstrapServers()));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static JsonNode json(CommandRun run) throws IOException {
        assertThat(run.err()).isEmpty();
        return new ObjectMapper().readTree(String.join("", run.out()));
    }

    private static StreamSettings settings(String json) throws IOException {
        return new ObjectMapper().readValue(json, StreamSettings.class);
    }
}
