package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.topics.sources.SourceFeed;
import dev.rewind.topics.sources.SourceStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpCommandTest {
    @TempDir
    Path directory;

    private String model;
    private String data;

    @BeforeEach
    void writeModel() {
        model = TinyModel.writeTo(directory.resolve("model")).toString();
        data = directory.resolve("data").toString();
    }

    @Test
    void labelsAVideoThroughARealBrokerWhileAMissingOneGetsItsLine() throws IOException {
        Path video = video("door.mp4");
        String missing = directory.resolve("nowhere.mp4").toString();

        CommandRun run = up("--source", video.toString(), "--source", missing, "--port", "0");

        assertThat(run.err()).singleElement().asString().contains("nowhere").contains(missing);
        assertThat(run.code()).isZero();
        List<String> printed = run.out().stream()
                .filter(line -> line.contains(TinyModel.VERSION) && line.endsWith(" ms"))
                .toList();
        assertThat(run.out()).anyMatch(line -> line.matches("  console  http://127\\.0\\.0\\.1:\\d+/"));
        assertThat(printed).isNotEmpty().allMatch(line -> line.contains("  door "));
        try (EmbeddedBroker broker = brokerAgain()) {
            assertThat(LabelTopic.readAll(broker.connection()))
                    .hasSameSizeAs(printed)
                    .allMatch(label -> label.stream().equals("door"));
            assertThat(TopicRecords.newest(broker.connection(), Topic.PROGRESS))
                    .as("training waits for labelled clips")
                    .containsKey("training/next");
        }
    }

    @Test
    void learnsNothingWhereThatIsNotWanted() throws IOException {
        up("--source", video("quiet.mp4").toString(), "--no-console", "--no-training");

        try (EmbeddedBroker broker = brokerAgain()) {
            assertThat(TopicRecords.newest(broker.connection(), Topic.PROGRESS))
                    .containsKey("ingest/quiet")
                    .doesNotContainKey("training/next");
        }
    }

    @Test
    void playsTheSourcesOfTheTopicToTheirEndToo() throws IOException {
        Path yard = video("yard.mp4", Duration.ofMillis(9500));
        try (EmbeddedBroker broker = brokerAgain()) {
            String servers = broker.connection().bootstrapServers();
            // Its two frames lie further apart than labels do that are waited for when nothing plays any more.
            CommandRun added = CommandRun.of(
                    "sources", "add", "-b", servers, "--period", "9000", "--frames-per-record", "1", yard.toString());
            assertThat(added.err()).isEmpty();
        }
        Path blink = video("blink.mp4", Duration.ofMillis(40));

        CommandRun run =
                up("-s", blink.toString(), "--decode", "inline", "--worker", "left", "--no-console", "--no-training");

        assertThat(run.err()).isEmpty();
        assertThat(run.code()).isZero();
        assertThat(run.out()).anyMatch(line -> line.contains("  yard ")).anyMatch(line -> line.contains("  blink "));
        try (EmbeddedBroker broker = brokerAgain()) {
            assertThat(SourceFeed.read(broker.connection()).status("yard", Instant.now()))
                    .satisfies(status -> {
                        assertThat(status.state()).isEqualTo(SourceStatus.State.ENDED);
                        assertThat(status.worker()).isEqualTo("left");
                    });
        }
    }

    @Test
    void failsWhenNothingCouldBePlayed() {
        CommandRun run = up("--source", directory.resolve("a.mp4").toString(), "--no-console");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).hasSize(2).first().asString().contains("a.mp4");
    }

    @Test
    void saysWhoseConsolePortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            CommandRun run = up("--port", Integer.toString(taken.getLocalPort()), "--source", "a.mp4");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err())
                    .filteredOn(line -> line.startsWith("rewind: port " + taken.getLocalPort()))
                    .singleElement()
                    .asString()
                    .contains("--port");
            assertThat(run.err()).noneMatch(line -> line.startsWith("\tat "));
        }
    }

    @Test
    void saysThatTheBrokersPortIsTaken() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            String port = Integer.toString(taken.getLocalPort());

            CommandRun run =
                    CommandRun.of("up", "--model", model, "--data", data, "--broker-port", port, "-s", "a.mp4");

            assertThat(run.code()).isEqualTo(1);
            assertThat(run.err()).singleElement().asString().contains("127.0.0.1:" + port);
        }
    }

    @Test
    void saysThatNoBrokerAnswers() {
        CommandRun run = CommandRun.of("up", "--model", model, "--data", data, "-b", "127.0.0.1:1", "-s", "a.mp4");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("127.0.0.1:1");
    }

    @Test
    void saysWhichFolderHoldsNoModel() {
        CommandRun run =
                CommandRun.of("up", "--model", directory.resolve("none").toString(), "--data", data);

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("none").contains("manifest.json");
    }

    private CommandRun up(String... more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--model", model, "--data", data, "--broker-port", "0"));
        arguments.addAll(List.of(more));
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    private Path video(String name) throws IOException {
        return video(name, Duration.ofSeconds(2));
    }

    private Path video(String name, Duration length) throws IOException {
        return SyntheticVideos.write(
                directory.resolve(name), SyntheticAction.values()[0], 7, length, SyntheticVideos.Format.H264_MP4);
    }

    /** The broker's data outlive the command. */
    private EmbeddedBroker brokerAgain() {
        return EmbeddedBroker.start(
                new EmbeddedBroker.Settings(directory.resolve("data").resolve("broker"), 0));
    }
}
