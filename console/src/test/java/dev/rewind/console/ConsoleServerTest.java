package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelRecord;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console over a real broker and real HTTP; every test has streams and jobs of its own. */
final class ConsoleServerTest {
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
    void showsTheNewestLabelOfAStream() {
        scene.send(Scene.label("door", "walk", 0.9));
        scene.send(Scene.label("door", "wave", 0.8));

        JsonNode status =
                eventuallyStream("door", stream -> stream.get("labels").asInt() == 2);

        assertThat(status.at("/latest/top/0/label").asText()).isEqualTo("wave");
        assertThat(status.at("/latest/top/0/score").asDouble()).isEqualTo(0.8);
        assertThat(status.at("/latest/model/version").asText()).isEqualTo("synthetic-1");
        assertThat(status.at("/latest/latency/total").asInt()).isEqualTo(91);
        assertThat(status.at("/latest/lineage/places").asText()).isEqualTo("10-12/2:0-7");
        assertThat(status.get("actions"))
                .extracting(action -> action.get("label").asText())
                .containsExactly("walk", "wave");
    }

    @Test
    void writesTimesAsText() {
        scene.send(Scene.label("clock", "walk", 0.9));
        JsonNode status = eventuallyStream("clock", stream -> true);

        assertThat(Instant.parse(status.at("/latest/to").asText())).isBefore(Instant.now());
    }

    @Test
    void listsAStreamsLabelsNewestFirst() {
        for (String action : List.of("bow", "box", "clap", "kick")) {
            scene.send(Scene.label("stage/left", action, 0.7));
        }
        eventuallyStream("stage/left", stream -> stream.get("labels").asInt() == 4);

        JsonNode labels = visitor.json("/api/streams/stage%2Fleft/labels?limit=3");

        assertThat(labels)
                .extracting(label -> label.at("/top/0/label").asText())
                .containsExactly("kick", "clap", "box");
    }

    @Test
    void sendsLabelsAsEventsInOrder() throws InterruptedException {
        try (ServerSentEvents events = visitor.events()) {
            assertThat(events.next("snapshot").has("streams")).isTrue();
            List<String> sent = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                scene.send(Scene.label("ordered", "action " + i, 0.6));
                sent.add("action " + i);
            }
            List<String> came = new ArrayList<>();
            while (came.size() < sent.size()) {
                JsonNode label = events.next("label");
                if (label.get("stream").asText().equals("ordered")) {
                    came.add(label.at("/top/0/label").asText());
                }
            }
            assertThat(came).isEqualTo(sent);
        }
    }

    @Test
    void skipsGarbageAndCountsIt() {
        scene.sendRaw(Topic.LABELS, "noise", "{ not json");
        scene.sendRaw(Topic.LABELS, "noise", "null");
        scene.sendRaw(Topic.LABELS, "noise", "{\"stream\":\"noise\"}");
        scene.sendRaw(Topic.PROGRESS, "noise", "[1, 2]");
        scene.sendRaw(Topic.MODELS, "noise", "\u0000\u0001");
        scene.send(Scene.label("noise", "x".repeat(201), 0.5));
        scene.send(Scene.label("noise", "walk", 1.5));
        scene.send(Scene.label("noise", "walk", 0.5));

        JsonNode noise = eventuallyStream("noise", stream -> true);
        JsonNode health = visitor.eventually(
                "/health", now -> now.at("/unreadable/labels").asInt() == 5);

        assertThat(noise.get("labels").asInt())
                .as("the good one behind the garbage")
                .isEqualTo(1);
        assertThat(health.at("/unreadable/progress").asInt()).isEqualTo(1);
        assertThat(health.at("/unreadable/models").asInt()).isEqualTo(1);
        assertThat(health.get("status").asText()).isEqualTo("UP");
    }

    @Test
    void showsHowJobsStandAndForgetsRemovedOnes() throws InterruptedException {
        scene.send(Topic.PROGRESS, "ingest/gate", progress("ingest/gate", Progress.State.RUNNING, null));
        scene.send(Topic.PROGRESS, "ingest/yard", progress("ingest/yard", Progress.State.FAILED, "no such file"));
        scene.send(Topic.PROGRESS, "ingest/gate", progress("ingest/gate", Progress.State.DONE, "the file ended"));
        visitor.eventually("/api/progress", jobs -> jobs.toString().contains("the file ended"));

        assertThat(visitor.json("/api/progress"))
                .filteredOn(job -> job.get("job").asText().startsWith("ingest/"))
                .extracting(job -> job.get("state").asText())
                .containsExactly("DONE", "FAILED");

        try (ServerSentEvents events = visitor.events()) {
            assertThat(events.next("snapshot").toString()).contains("ingest/yard");
            scene.send(Topic.PROGRESS, "ingest/yard", null);
            assertThat(events.next("snapshot").toString()).doesNotContain("ingest/yard");
        }
    }

    @Test
    void showsModels() {
        scene.send(Topic.MODELS, "m1", Scene.model("m1", ModelRecord.State.LIVE));
        JsonNode models = visitor.eventually("/api/models", all -> !all.isEmpty());

        assertThat(models.at("/0/standing/state").asText()).isEqualTo("LIVE");
        assertThat(models.at("/0/manifest/preset").asText()).isEqualTo("rev-mvit-tiny");
        assertThat(models.at("/0/trial/metrics/top1").asDouble()).isEqualTo(0.962);
    }

    @Test
    void saysWhichLimitIsAllowed() {
        HttpResponse<String> answer = visitor.get("/api/labels?limit=0");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("limit must be 1 to 500, but was 0");
    }

    @Test
    void saysThatAStreamIsNotKnown() {
        HttpResponse<String> answer = visitor.get("/api/streams/nowhere/labels");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).contains("no labels of stream 'nowhere'");
    }

    @Test
    void servesAPageThatRunsNothingFromElsewhere() {
        HttpResponse<String> page = visitor.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type").orElseThrow()).startsWith("text/html");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .startsWith("default-src 'none'; script-src 'self'")
                .doesNotContain("unsafe");
        assertThat(page.body()).contains("rewind up --source FILE").doesNotContain("http://", "https://");
        assertThat(visitor.get("/app.js").statusCode()).isEqualTo(200);
    }

    @Test
    void saysThatAPortIsTaken() {
        int taken = scene.server().address().getPort();

        assertThatThrownBy(() -> ConsoleServer.start(scene.connection(), new ConsoleSettings("127.0.0.1", taken)))
                .isInstanceOf(PortTakenException.class)
                .hasMessage("port " + taken + " on 127.0.0.1 is taken: stop what listens there, or choose another port"
                        + " with --port (0 takes any free one)");
    }

    @Test
    void saysThatAHostIsNotOfThisMachine() {
        // 192.0.2.0/24 is for documentation: no machine has it.
        assertThatThrownBy(() -> ConsoleServer.start(scene.connection(), new ConsoleSettings("192.0.2.1", 0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot listen on 192.0.2.1, port 0")
                .hasMessageContaining("--host");
    }

    private static JsonNode eventuallyStream(String name, Predicate<JsonNode> wanted) {
        JsonNode streams = visitor.eventually("/api/streams", all -> {
            JsonNode found = find(all, name);
            return found != null && wanted.test(found);
        });
        return find(streams, name);
    }

    private static JsonNode find(JsonNode streams, String name) {
        for (JsonNode stream : streams) {
            if (stream.get("stream").asText().equals(name)) {
                return stream;
            }
        }
        return null;
    }

    private static Progress progress(String job, Progress.State state, String detail) {
        return new Progress(job, state, detail, Instant.now(), Map.of("framesPerSecond", 25.0));
    }
}
