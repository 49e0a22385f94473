package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be played, said over real HTTP and read from a real broker. */
final class SourcesTest {
    private static final String SOURCES = "/api/sources";
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

    private static HttpResponse<String> add(String stream, String more) {
        return visitor.post(SOURCES, JSON, "{\"stream\":\"" + stream + "\"," + more + "}");
    }

    private static String onTopic(String stream) {
        byte[] value = scene.newest(Topic.SOURCES, stream).orElseThrow().value();
        return value == null ? "removed" : new String(value, StandardCharsets.UTF_8);
    }

    @Test
    void addsChangesPausesAndRemoves() {
        HttpResponse<String> added = add("door", "\"url\":\"rtsp://camera/1\",\"settings\":{\"shortSide\":256}");

        assertThat(added.statusCode()).isEqualTo(201);
        assertThat(added.body()).contains("\"state\":\"WAITING\"");
        assertThat(onTopic("door"))
                .isEqualTo("{\"url\":\"rtsp://camera/1\",\"paused\":false,\"settings\":{\"shortSide\":256}}");

        assertThat(visitor.patch(SOURCES + "/door", "{\"settings\":{\"loop\":true}}")
                        .statusCode())
                .isEqualTo(200);
        assertThat(onTopic("door")).contains("\"shortSide\":256", "\"loop\":true");

        assertThat(visitor.post(SOURCES + "/door/pause", JSON, "").body()).contains("\"state\":\"PAUSED\"");
        assertThat(onTopic("door")).contains("\"paused\":true");
        assertThat(visitor.post(SOURCES + "/door/resume", JSON, "").body()).contains("\"state\":\"WAITING\"");
        assertThat(onTopic("door")).contains("\"paused\":false");

        assertThat(visitor.delete(SOURCES + "/door").statusCode()).isEqualTo(204);
        assertThat(onTopic("door")).isEqualTo("removed");
        assertThat(visitor.get(SOURCES + "/door").statusCode()).isEqualTo(404);
    }

    @Test
    void showsWhatOthersSaidAndHowItStands() {
        scene.sendRaw(Topic.SOURCES, "yard", "{\"url\":\"rtsp://camera/2\"}");
        scene.sendRaw(Topic.SOURCES, "torn", "{\"url\":\"rtsp://admin:s3cret@camera/2\"}");
        scene.send(
                Topic.PROGRESS,
                "ingest/yard",
                new Progress(
                        "ingest/yard",
                        Progress.State.RUNNING,
                        "playing",
                        Instant.now(),
                        Map.of("frames", 12.0),
                        Map.of("worker", "left")));

        JsonNode yard = visitor.eventually(
                SOURCES + "/yard", source -> source.path("state").asText().equals("RUNNING"));

        assertThat(yard.at("/worker").asText()).isEqualTo("left");
        assertThat(yard.at("/figures/frames").asInt()).isEqualTo(12);
        JsonNode all = visitor.eventually(SOURCES, sources -> sources.toString().contains("torn"));
        assertThat(all.toString()).contains("must not lie on a topic").doesNotContain("s3cret");
    }

    @Test
    void refusesWhatIsNoSourceOrIsThereAlready() {
        assertThat(add("gate", "\"url\":\"a.mp4\"").statusCode()).isEqualTo(201);

        assertThat(add("gate", "\"url\":\"b.mp4\"").statusCode()).isEqualTo(409);
        HttpResponse<String> secret = add("safe", "\"url\":\"rtsp://admin:s3cret@camera/1\"");
        assertThat(secret.statusCode()).isEqualTo(400);
        assertThat(secret.body()).contains("--credentials").doesNotContain("s3cret");
        assertThat(add("safe", "\"paused\":true").body()).contains("'url' says what to open");
        assertThat(add("a/b", "\"url\":\"a.mp4\"").body()).contains("a stream's id");
        assertThat(add("safe", "\"url\":\"a.mp4\",\"settings\":{\"shortSide\":33}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(visitor.post(SOURCES + "/nobody/pause", JSON, "").statusCode())
                .isEqualTo(404);
        assertThat(scene.newest(Topic.SOURCES, "safe")).isEmpty();
    }

    @Test
    void takesNothingFromAPageOfAnotherSite() {
        String spy = "{\"stream\":\"spy\",\"url\":\"/etc/a.mp4\"}";

        assertThat(visitor.post(SOURCES, JSON, spy, "Origin", "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        // The server below looks at the origin too; at this, the console alone.
        assertThat(visitor.post(SOURCES, JSON, spy, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(scene.newest(Topic.SOURCES, "spy")).isEmpty();
    }
}
