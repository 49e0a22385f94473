package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import dev.rewind.topics.Topic;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people say of clips, and what they are shown to say it, over a real broker and real HTTP. */
final class AnswersTest {
    private static final String CLIPS = "/api/labelled-clips";
    private static final String JSON = "application/json";

    @TempDir
    private static Path directory;

    private static Scene scene;
    private static Visitor visitor;

    @BeforeAll
    static void openTheScene() {
        scene = Scene.start(directory.resolve("broker"));
        visitor = scene.visitor();
    }

    @AfterAll
    static void closeTheScene() {
        scene.close();
    }

    @Test
    void sendsACorrectionWithWhatTheModelHadSaid() {
        String clip = labelled("door");

        HttpResponse<String> answer = visitor.post(CLIPS, JSON, body(clip, " waving "));

        assertThat(answer.statusCode()).isEqualTo(201);
        ConsumerRecord<String, byte[]> record =
                scene.newest(Topic.LABELLED_CLIPS, clip).orElseThrow();
        assertThat(LabelledClipHeaders.read(clip, record.headers()))
                .isEqualTo(new LabelledClipHeaders(
                        "waving",
                        Origin.PERSON,
                        "door",
                        Optional.of(ClipReference.CONTENT_TYPE),
                        Optional.of(new Said("walk", "synthetic-1"))));
        assertThat(new String(record.value(), StandardCharsets.UTF_8)).contains("\"firstOffset\":10");
        assertThat(visitor.json(CLIPS))
                .anyMatch(said -> said.get("clip").asText().equals(clip)
                        && said.get("label").asText().equals("waving"));
    }

    @Test
    void takesAnAnswerBack() throws InterruptedException {
        String clip = labelled("gate/left");
        visitor.post(CLIPS, JSON, body(clip, "waving"));

        try (ServerSentEvents events = visitor.events()) {
            assertThat(events.next("snapshot").get("answers").toString()).contains(clip);
            HttpResponse<String> forgotten = visitor.delete(CLIPS + "/" + encoded(clip));

            assertThat(forgotten.statusCode()).isEqualTo(204);
            assertThat(events.next("answer").has("label")).isFalse();
        }
        assertThat(scene.newest(Topic.LABELLED_CLIPS, clip).orElseThrow().value())
                .isNull();
        assertThat(visitor.get(CLIPS).body()).doesNotContain(clip);
    }

    @Test
    void listsQuestionsTheMostUncertainFirstUntilTheyAreAnswered() {
        Label sure = Scene.at(Scene.label("hall", "squat", 0.6), 0, 20, 24);
        Label unsure = Scene.at(Scene.label("hall", "squat", 0.4), 0, 24, 28);
        scene.ask(sure, 0.4);
        scene.ask(unsure, 0.9);
        scene.sendRaw(Topic.QUESTIONS, "another key", "{}");
        JsonNode questions = visitor.eventually("/api/questions", all -> all.size() == 2);
        String clip = ClipReference.of(unsure).id();

        assertThat(questions).extracting(q -> q.get("uncertainty").asDouble()).containsExactly(0.9, 0.4);
        assertThat(questions.at("/0/clip").asText()).isEqualTo(clip);

        visitor.post(CLIPS, JSON, body(clip, "bow"));

        visitor.eventually("/api/questions", all -> all.size() == 1);
        assertThat(scene.newest(Topic.QUESTIONS, clip).orElseThrow().value()).isNull();
        assertThat(LabelledClipHeaders.read(
                                clip,
                                scene.newest(Topic.LABELLED_CLIPS, clip)
                                        .orElseThrow()
                                        .headers())
                        .said())
                .contains(new Said("squat", "synthetic-1"));
    }

    @Test
    void showsTheMiddleFrameOfAClipAmongThoseOfOtherStreams() throws IOException {
        RecordMetadata first = scene.sendFrame("yard", jpeg(Color.RED), FrameHeaders.JPEG);
        sendOfOthers();
        byte[] bundle = concat(jpeg(Color.BLUE), jpeg(Color.GREEN), jpeg(Color.BLUE));
        scene.sendFrame("yard", bundle, FrameHeaders.MOTION_JPEG);
        sendOfOthers();
        RecordMetadata last = scene.sendFrame("yard", jpeg(Color.RED), FrameHeaders.JPEG);
        assertThat(last.offset() - first.offset()).as("others lie between").isGreaterThan(2);
        Label label = Scene.at(Scene.label("yard", "walk", 0.9), first.partition(), first.offset(), last.offset());
        scene.send(label);
        visitor.eventually("/api/streams", all -> all.toString().contains("\"yard\""));

        HttpResponse<byte[]> picture =
                visitor.bytes(picture(ClipReference.of(label).id()));

        assertThat(picture.statusCode()).isEqualTo(200);
        assertThat(picture.headers().firstValue("Content-Type")).contains("image/jpeg");
        assertThat(picture.headers().firstValue("Cross-Origin-Resource-Policy")).contains("same-origin");
        int rgb = ImageIO.read(new ByteArrayInputStream(picture.body())).getRGB(8, 8);
        assertThat(new Color(rgb).getGreen()).isGreaterThan(200);
        assertThat(new Color(rgb).getBlue()).isLessThan(60);
    }

    @Test
    void showsNoFrameOfWhatItDoesNotListAndNoneThatIsNoPicture() {
        RecordMetadata text = scene.sendFrame("text", "<script>".getBytes(StandardCharsets.UTF_8), FrameHeaders.JPEG);
        Label label = Scene.at(Scene.label("text", "walk", 0.9), text.partition(), text.offset(), text.offset());
        String clip = ClipReference.of(label).id();

        assertThat(visitor.get(picture(clip)).statusCode()).isEqualTo(404);
        scene.send(label);
        visitor.eventually("/api/streams", all -> all.toString().contains("\"text\""));
        assertThat(visitor.get(picture(clip)).statusCode()).isEqualTo(404);
        assertThat(visitor.get(picture("no clip")).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesWhatAPageOfAnotherSiteSends() {
        String clip = labelled("guarded");
        String body = body(clip, "waving");
        String own = "http://127.0.0.1:" + scene.server().address().getPort();

        assertThat(visitor.post(CLIPS, JSON, body, "Origin", "http://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.post(CLIPS, JSON, body, "Origin", "null").statusCode())
                .isEqualTo(403);
        assertThat(visitor.post(CLIPS, JSON, body, "Origin", "http://127.0.0.1:1")
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.post(CLIPS, JSON, body, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(visitor.delete(CLIPS + "/x", "Origin", "http://evil.example").statusCode())
                .isEqualTo(403);
        // What a form of another site may send without being asked first.
        assertThat(visitor.post(CLIPS, "text/plain", body).statusCode()).isEqualTo(415);
        assertThat(visitor.post(CLIPS, "application/x-www-form-urlencoded", "clip=x&label=y")
                        .statusCode())
                .isEqualTo(415);
        assertThat(scene.newest(Topic.LABELLED_CLIPS, clip)).isEmpty();

        assertThat(visitor.post(CLIPS, JSON, body, "Origin", own, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(201);
    }

    @Test
    void refusesANameThatOnlyPointsHere() {
        String clip = labelled("rebound");
        String body = body(clip, "waving");
        String post = "POST " + CLIPS + " HTTP/1.1\r\nHost: evil.example:8080\r\nOrigin: http://evil.example:8080\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
        String get = "GET " + picture(clip) + " HTTP/1.1\r\nHost: evil.example:8080\r\n\r\n";

        assertThat(visitor.raw(post)).contains(" 403 ");
        assertThat(visitor.raw(get)).contains(" 403 ");
        assertThat(visitor.raw(post.replace("evil.example", "localhost"))).contains(" 201 ");
    }

    @Test
    void saysWhatIsWrongWithAnAnswer() {
        String clip = labelled("odd");

        assertAnswer(400, "1 to 200 characters, but has 0", body(clip, "  "));
        assertAnswer(400, "1 to 200 characters, but has 201", body(clip, "x".repeat(201)));
        assertAnswer(400, "control characters", body(clip, "wa\\nving"));
        assertAnswer(400, "'label'", "{\"clip\":\"" + clip + "\"}");
        assertAnswer(400, "was missing", "{\"label\":\"waving\"}");
        assertAnswer(400, "STREAM@PARTITION:FIRST-LAST", body("clip42", "waving"));
        assertAnswer(400, "9 to 8", body("odd@0:9-8", "waving"));
        assertAnswer(400, "", "{\"clip\":");
        assertAnswer(404, "rewind label", body("odd@3:700-701", "waving"));
        assertThat(visitor.delete(CLIPS + "/" + "x".repeat(301)).statusCode()).isEqualTo(400);
        assertThat(visitor.post(CLIPS, JSON, body(clip, "x".repeat(20_000))).statusCode())
                .isEqualTo(413);
        assertThat(scene.newest(Topic.LABELLED_CLIPS, clip)).isEmpty();

        String odd = "<b>\\\"waving\\\"</b> \u624b";
        assertThat(visitor.post(CLIPS, JSON, body(clip, odd)).statusCode()).isEqualTo(201);
    }

    @Test
    void saysThatNothingWasSavedWithoutABroker() {
        // Port 9 is for discarding: no broker is there.
        try (ConsoleServer server =
                ConsoleServer.start(KafkaConnection.of("127.0.0.1:9"), new ConsoleSettings("127.0.0.1", 0))) {
            HttpResponse<String> answer = new Visitor(server.address()).delete(CLIPS + "/clip42");

            assertThat(answer.statusCode()).isEqualTo(503);
            assertThat(answer.body()).contains("it was not saved, try again");
        }
    }

    /** Some of them fall into the same partition. */
    private static void sendOfOthers() throws IOException {
        for (int i = 0; i < 10; i++) {
            scene.sendFrame("another " + i, jpeg(Color.WHITE), FrameHeaders.JPEG);
        }
    }

    private static void assertAnswer(int status, String problem, String body) {
        HttpResponse<String> answer = visitor.post(CLIPS, JSON, body);

        assertThat(answer.statusCode()).as(body).isEqualTo(status);
        assertThat(answer.body()).contains(problem);
    }

    /** A stream with one label; the id of its clip. */
    private static String labelled(String stream) {
        Label label = Scene.label(stream, "walk", 0.9);
        scene.send(label);
        visitor.eventually("/api/streams", all -> all.toString().contains("\"" + stream + "\""));
        return ClipReference.of(label).id();
    }

    private static String body(String clip, String label) {
        return "{\"clip\":\"" + clip + "\",\"label\":\"" + label + "\"}";
    }

    private static String picture(String clip) {
        return "/api/clips/" + encoded(clip) + "/frame.jpg";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static byte[] jpeg(Color color) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, color.getRGB());
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "jpeg", bytes);
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }
}
