package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.Label;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import dev.rewind.topics.Question;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over a real broker; every test has streams and clips of its own. */
final class LabelCommandTest {
    private static final int FRAMES = 12;

    @TempDir
    private static Path directory;

    private static EmbeddedBroker broker;
    private static Path wave;

    @BeforeAll
    static void openTheBroker() throws IOException {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("broker"), 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        wave = video("wave.mp4", 1);
    }

    @AfterAll
    static void closeTheBroker() {
        broker.close();
    }

    @Test
    void sendsAFileUnderItsContentsIdSoThatLabellingItAgainCorrectsIt() throws IOException {
        Path copy = Files.copy(wave, directory.resolve("another name.mp4"));

        CommandRun first = label(wave.toString(), "--label", "waving");
        CommandRun second = label(copy.toString(), "--label", " greeting ", "--group", "ann");

        assertThat(first.err()).isEmpty();
        String id = first.out().get(0).split(" ", 2)[0];
        assertThat(second.out()).singleElement().asString().startsWith(id + "  greeting");
        ConsumerRecord<String, byte[]> clip = clips().get(id);
        assertThat(clip.value()).isEqualTo(Files.readAllBytes(wave));
        assertThat(headers(clip)).isEqualTo(new LabelledClipHeaders("greeting", Origin.PERSON, "ann"));
    }

    @Test
    void forgetsWhatWasSentUnderAnIdOfOnesOwn() {
        label(wave.toString(), "--label", "waving", "--id", "clip42");
        assertThat(headers(clips().get("clip42")))
                .isEqualTo(new LabelledClipHeaders("waving", Origin.PERSON, "clip42"));

        CommandRun forgotten = label("--forget", "clip42", "clip43");

        assertThat(forgotten.out()).containsExactly("clip42  forgotten", "clip43  forgotten");
        assertThat(clips().get("clip42").value()).isNull();
    }

    @Test
    void refusesWhatIsNoVideoAndTakesTheRest() throws IOException {
        Path text = Files.writeString(directory.resolve("text.mp4"), "no video");
        Path empty = Files.createFile(directory.resolve("empty.mp4"));
        Path good = video("good.mp4", 2);

        CommandRun run = label(text.toString(), empty.toString(), good.toString(), "--label", "jumping");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).hasSize(2);
        assertThat(run.err().get(0)).startsWith("refused: ").contains("text.mp4");
        assertThat(run.err().get(1)).contains("empty.mp4 is empty");
        assertThat(run.out()).singleElement().asString().contains("good.mp4");
    }

    @Test
    void refusesAClipThatNoRecordHoldsUntilTheTopicTakesLargerOnes() throws Exception {
        Path large = large("large.mp4");

        CommandRun refused = label(large.toString(), "--label", "walking");

        assertThat(refused.code()).isEqualTo(1);
        assertThat(refused.err())
                .singleElement()
                .asString()
                .contains("large.mp4 has " + Files.size(large) + " bytes")
                .contains("max.message.bytes");

        allowRecordsOf("3000000");
        try {
            CommandRun taken = label(large.toString(), "--label", "walking", "--id", "large");

            assertThat(taken.err()).isEmpty();
            assertThat(clips().get("large").value()).hasSize((int) Files.size(large));
        } finally {
            allowRecordsOf("1048588");
        }
    }

    @Test
    void correctsWhatAModelSaidOfAClipByItsPlace() {
        List<Label> labels = labelled("door", "walk", 4);
        ClipReference clip = ClipReference.of(labels.get(1));

        CommandRun run = label(clip.id(), "--label", "waving");

        assertThat(run.err()).isEmpty();
        assertThat(run.out()).containsExactly(clip.id() + "  waving  tiny-1 said walk");
        assertThat(headers(clips().get(clip.id())))
                .isEqualTo(new LabelledClipHeaders(
                        "waving",
                        Origin.PERSON,
                        "door",
                        Optional.of(ClipReference.CONTENT_TYPE),
                        Optional.of(new Said("walk", "tiny-1"))));
    }

    @Test
    void findsALabelThatThousandsOfOthersFollowed() {
        ClipReference clip = ClipReference.of(labelled("long ago", "walk", 1).get(0));
        labelled("busy", "run", 3_000);

        CommandRun run = label("--stream", "long ago", "--last", "bowing");

        assertThat(run.out()).containsExactly(clip.id() + "  bowing  tiny-1 said walk");
    }

    @Test
    void labelsTheClipOfAStreamsNewestLabel() {
        List<Label> labels = labelled("gate", "walk", 3);

        CommandRun run = label("--stream", "gate", "--last", "running", "--group", "camera 7");

        String id = ClipReference.of(labels.get(2)).id();
        assertThat(run.out()).containsExactly(id + "  running  tiny-1 said walk");
        assertThat(headers(clips().get(id)).group()).isEqualTo("camera 7");
    }

    @Test
    void labelsFramesThatNoModelLabelled() {
        ClipReference frames = ClipReference.of(labelled("yard", "walk", 1).get(0));
        String offsets = (frames.firstOffset() + 1) + "-" + frames.lastOffset();

        CommandRun run = label(
                "--stream", "yard", "--partition", "" + frames.partition(), "--offsets", offsets, "--label", "bowing");

        String id = "yard@" + frames.partition() + ":" + offsets;
        assertThat(run.out()).containsExactly(id + "  bowing  no model has labelled it");
        assertThat(headers(clips().get(id)).said()).isEmpty();
        assertThat(label(id, "--right").err()).singleElement().asString().contains("no model labelled the clip " + id);
    }

    @Test
    void saysThatFramesAreGoneOrOfAnotherStream() {
        ClipReference clip = ClipReference.of(labelled("garden", "walk", 1).get(0));
        String place = clip.id().substring("garden".length());

        assertThat(label("garden@" + clip.partition() + ":900000-900001", "--label", "x")
                        .err())
                .singleElement()
                .asString()
                .contains("has no record at " + clip.partition() + "/900000");
        assertThat(label("park" + place, "--label", "x").err())
                .singleElement()
                .asString()
                .contains("are of the stream 'garden', not of 'park'");
        assertThat(label("garden@77:1-2", "--label", "x").err())
                .singleElement()
                .asString()
                .contains("has the partitions 0 to 3");
        assertThat(label("--stream", "nowhere", "--last", "x").err())
                .singleElement()
                .asString()
                .contains("the stream 'nowhere' has no labels");
    }

    @Test
    void listsWhatIsAskedAndTakesTheAnswerOffTheList() throws IOException {
        List<Label> labels = labelled("hall", "squat", 2);
        ask(labels.get(0), 0.41);
        ask(labels.get(1), 0.93);
        String id = ClipReference.of(labels.get(1)).id();

        CommandRun asked = label("--questions");
        JsonNode json = new ObjectMapper()
                .readTree(String.join("", label("--questions", "--json").out()));

        assertThat(asked.out()).hasSize(3);
        assertThat(asked.out().get(0)).contains(id, "uncertainty 0.93", "squat 0.60, stand 0.40");
        assertThat(asked.out().get(1)).contains("uncertainty 0.41");
        assertThat(json.at("/0/id").asText()).isEqualTo(id);
        assertThat(json.at("/0/label/stream").asText()).isEqualTo("hall");

        CommandRun answered = label(id, "--right");

        assertThat(answered.out()).containsExactly(id + "  squat  tiny-1 is right");
        assertThat(headers(clips().get(id)).label()).isEqualTo("squat");
        assertThat(label("--questions").out()).noneMatch(line -> line.contains(id));
    }

    @Test
    void importsTheSplitsOfAListWithItsGroups() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("list"));
        for (int i = 0; i < 4; i++) {
            video("list/" + i + ".mp4", 10 + i);
        }
        Files.copy(folder.resolve("0.mp4"), folder.resolve("copy.mp4"));
        Files.writeString(folder.resolve("text.mp4"), "no video");
        Path list = Files.writeString(
                folder.resolve("clips.csv"),
                """
                path,label,split,session
                0.mp4,waving,train,s1
                copy.mp4,bowing,train,s1
                1.mp4,waving,train,s2
                text.mp4,waving,train,s2
                2.mp4,bowing,val,s3
                3.mp4,bowing,test,s4
                """);

        CommandRun run = label("--import", list.toString(), "--split", "train,val", "--group-column", "session");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out())
                .containsExactly("3 clips sent, of 2 classes and 3 groups; 2 refused, the lines above say why");
        assertThat(run.err())
                .anyMatch(line -> line.contains("copy.mp4 is the clip")
                        && line.contains("just labelled 'waving', but this one says 'bowing'"))
                .anyMatch(line -> line.contains("refused: ") && line.contains("text.mp4"))
                .anyMatch(line -> line.contains("sending 5/5"));
        assertThat(clips().values().stream()
                        .filter(clip -> clip.value() != null)
                        .map(LabelCommandTest::headers))
                .extracting(LabelledClipHeaders::group)
                .contains("s1", "s2", "s3")
                .doesNotContain("s4");
    }

    @Test
    void importsAListWithoutSplitsAgainUnderTheSameIds() throws IOException {
        Path folder = Files.createDirectory(directory.resolve("again"));
        video("again/a.mp4", 20);
        Path list = Files.writeString(folder.resolve("clips.csv"), "path,label\na.mp4,waving\n");

        CommandRun first = label("--import", list.toString());
        int ids = clips().size();
        CommandRun second = label("--import", list.toString());

        assertThat(first.out())
                .containsExactly("1 clips sent, of 1 classes, each a group of its own: --group-column names a column"
                        + " that groups them");
        assertThat(second.code()).isZero();
        assertThat(clips()).hasSize(ids);
    }

    @Test
    void saysWhatIsWrongWithTheCommandLine() {
        assertUsage("give one of: CLIP", "--label", "x");
        assertUsage("give one of: CLIP", "--questions", "--forget", "x");
        assertUsage("no file 'nowhere.mp4'", "nowhere.mp4", "--label", "x");
        assertUsage("--label NAME", wave.toString());
        assertUsage("--right", "door@0:1-2");
        assertUsage("1 to 200 characters", wave.toString(), "--label", " ");
        assertUsage("--offsets 5 ", "--stream", "door", "--offsets", "5", "--label", "x");
        assertUsage("with --last NAME", "--stream", "door", "--label", "x");
    }

    private static void assertUsage(String problem, String... arguments) {
        CommandRun run = label(arguments);

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains(problem).contains("rewind label --help");
    }

    private static CommandRun label(String... arguments) {
        List<String> all =
                new ArrayList<>(List.of("label", "-b", broker.connection().bootstrapServers()));
        all.addAll(List.of(arguments));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static Map<String, ConsumerRecord<String, byte[]>> clips() {
        return TopicRecords.newest(broker.connection(), Topic.LABELLED_CLIPS);
    }

    private static LabelledClipHeaders headers(ConsumerRecord<String, byte[]> clip) {
        return LabelledClipHeaders.read(clip.key(), clip.headers());
    }

    private static Path video(String name, int seed) throws IOException {
        return SyntheticVideos.write(
                directory.resolve(name),
                SyntheticAction.values()[0],
                seed,
                Duration.ofSeconds(1),
                SyntheticVideos.Format.H264_MP4);
    }

    /** A video whose container is longer than a record of Kafka's default limit. */
    private static Path large(String name) throws IOException {
        byte[] free = new byte[1_500_000]; // an atom that players pass over
        free[1] = 0x16;
        free[2] = (byte) 0xE3;
        free[3] = 0x60;
        System.arraycopy("free".getBytes(StandardCharsets.US_ASCII), 0, free, 4, 4);
        Path file = Files.write(directory.resolve(name), Files.readAllBytes(wave));
        return Files.write(file, free, StandardOpenOption.APPEND);
    }

    private static void allowRecordsOf(String bytes) throws Exception {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, Topic.LABELLED_CLIPS.topicName());
        AlterConfigOp op = new AlterConfigOp(new ConfigEntry("max.message.bytes", bytes), AlterConfigOp.OpType.SET);
        try (Admin admin = Admin.create(broker.connection().clientSettings())) {
            admin.incrementalAlterConfigs(Map.of(topic, List.of(op))).all().get();
        }
    }

    /** Frames of a stream, and labels of so many clips of it, in order. */
    private static List<Label> labelled(String stream, String action, int count) {
        List<Label> labels = new ArrayList<>();
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            for (int i = 0; i < FRAMES; i++) {
                publisher.send(Topic.FRAMES, stream, new byte[1], new RecordHeaders());
            }
            publisher.flush();
            ConsumerRecord<String, byte[]> last =
                    TopicRecords.newest(broker.connection(), Topic.FRAMES).get(stream);
            long first = last.offset() - FRAMES + 1;
            for (int i = 0; i < count; i++) {
                Label label = new Label(
                        stream,
                        Instant.now(),
                        Instant.now(),
                        List.of(new Label.Score(action, 0.6), new Label.Score("stand", 0.4)),
                        new Label.Model("tiny-1", "5f2b"),
                        new Label.Lineage(last.partition(), first + Math.min(i, 8), first + Math.min(i, 8) + 3, 4),
                        null);
                labels.add(label);
                publisher.sendJson(Topic.LABELS, stream, label);
            }
        }
        return labels;
    }

    private static void ask(Label label, double uncertainty) {
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
            publisher.sendJson(
                    Topic.QUESTIONS, ClipReference.of(label).id(), new Question(label, uncertainty, Instant.now()));
        }
    }
}
