package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in a real browser. */
final class StatusPageTest {
    private static final List<String> ACTIONS =
            List.of("walk", "run", "jump", "wave", "bow", "box", "clap", "squat", "kick", "throw");
    private static final List<String> STREAMS = List.of("front-door", "garden", "gym", "hallway");

    @TempDir
    private static Path directory;

    private static Scene scene;

    @BeforeAll
    static void openTheScene() {
        scene = Scene.start(directory.resolve("broker"));
    }

    @AfterAll
    static void closeTheScene() {
        scene.close();
    }

    @Test
    void saysWhatToDoWhereNothingIsLabelled(@TempDir Path profile) throws Exception {
        // Port 9 is for discarding: no broker is there.
        try (ConsoleServer server =
                        ConsoleServer.start(KafkaConnection.of("127.0.0.1:9"), new ConsoleSettings("127.0.0.1", 0));
                Browser browser = Browser.open(server.address(), profile)) {
            browser.waitFor("document.querySelector('#empty:not([hidden])')");
            browser.waitFor("document.querySelector('#link').textContent === 'Waiting for Kafka'");
            assertThat(browser.text("#empty")).contains("rewind up --source FILE");
            browser.waitFor("document.querySelector('#alert').textContent.includes('127.0.0.1:9 does not answer')");
            photograph(browser, "empty");
        }
    }

    @Test
    void showsStreamsAsTheyAreLabelled(@TempDir Path profile) throws Exception {
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            browser.waitFor("document.querySelector('#link').textContent === 'Live'");
            play();
            for (String stream : STREAMS) {
                browser.waitFor(cardOf(stream) + "?.querySelectorAll('.ribbon i').length === 48");
            }
            assertThat(browser.text(".card")).contains("synthetic-1", "after 91 ms");
            assertThat(browser.text("#tally-model")).isEqualTo("synthetic-1");
            assertThat(browser.evaluate("document.querySelector('#empty').hidden")
                            .asBoolean())
                    .isTrue();
            photograph(browser, "streams");

            scene.send(
                    Topic.PROGRESS,
                    "ingest/garage",
                    new Progress(
                            "ingest/garage",
                            Progress.State.FAILED,
                            "there is no file videos/garage.mp4; check --source",
                            Instant.now(),
                            Map.of()));
            browser.waitFor("document.querySelector('#jobs li').textContent.includes('videos/garage.mp4')");
        }
    }

    @Test
    void runsNothingThatAStreamIsCalled(@TempDir Path profile) throws Exception {
        String evil = "<img src=x onerror=\"document.title='owned'\">";
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            scene.send(Scene.label(evil, evil, 0.9));
            scene.send(
                    Topic.PROGRESS,
                    evil,
                    new Progress(evil, Progress.State.FAILED, evil, Instant.now(), Map.of(evil, 1.0)));
            scene.send(Topic.MODELS, evil, Scene.model(evil, ModelRecord.State.RETIRED));
            scene.ask(Scene.label(evil, evil, 0.4), 0.9);

            for (String part : List.of(".card h3", "#feed", "#jobs", "#models", "#questions")) {
                browser.waitFor(
                        "[...document.querySelectorAll('" + part + "')].some(e => e.textContent.includes('<img'))");
            }
            assertThat(browser.evaluate("document.querySelectorAll('.layout img:not(.frame), [onerror]').length")
                            .asInt())
                    .isZero();
            assertThat(browser.evaluate("document.title").asText()).isEqualTo("Rewind");
        } finally {
            scene.send(Topic.PROGRESS, evil, null);
            scene.send(Topic.MODELS, evil, null);
            scene.send(
                    Topic.QUESTIONS,
                    ClipReference.of(Scene.label(evil, evil, 0.4)).id(),
                    null);
        }
    }

    @Test
    void pollsWhereEventsDoNotComeThrough(@TempDir Path profile) throws Exception {
        try (Browser browser = Browser.open(scene.server().address().resolve("/?events=off"), profile)) {
            scene.send(Scene.label("polled", "walk", 0.9));
            browser.waitFor(cardOf("polled") + "?.querySelector('.best').textContent === 'walk'");
            assertThat(browser.text("#link")).isEqualTo("Polling");
            scene.send(Scene.label("polled", "jump", 0.9));
            browser.waitFor(cardOf("polled") + ".querySelector('.best').textContent === 'jump'");
        }
    }

    private static String cardOf(String stream) {
        return "[...document.querySelectorAll('.card')].find(c => c.querySelector('h3').textContent === '" + stream
                + "')";
    }

    private static void play() {
        Random random = new Random(7);
        scene.send(Topic.MODELS, "synthetic-1", Scene.model("synthetic-1", ModelRecord.State.LIVE));
        for (String stream : STREAMS) {
            scene.send(
                    Topic.PROGRESS,
                    "ingest/" + stream,
                    new Progress(
                            "ingest/" + stream,
                            Progress.State.RUNNING,
                            "playing " + stream + ".mp4",
                            Instant.now(),
                            Map.of("framesPerSecond", 24 + random.nextDouble())));
        }
        for (int clip = 0; clip < 48; clip++) {
            Instant at = Instant.now().minusSeconds(2 * (47 - clip));
            for (int stream = 0; stream < STREAMS.size(); stream++) {
                // Each figure does one action for a few clips.
                int action = ((clip + 3 * stream) / 9 * 3 + stream * 4) % ACTIONS.size();
                double score = 0.62 + 0.37 * random.nextDouble();
                List<Label.Score> top = List.of(
                        new Label.Score(ACTIONS.get(action), score),
                        new Label.Score(ACTIONS.get((action + 1) % ACTIONS.size()), (1 - score) * 0.6),
                        new Label.Score(ACTIONS.get((action + 4) % ACTIONS.size()), (1 - score) * 0.25));
                scene.send(Scene.label(STREAMS.get(stream), at.plusMillis(230 * stream), top));
            }
        }
    }

    /** Keeps pictures of the page where {@code -Drewind.screenshots=FOLDER} asks for them. */
    static void photograph(Browser browser, String name) throws Exception {
        String folder = System.getProperty("rewind.screenshots");
        if (folder != null) {
            Files.createDirectories(Path.of(folder));
            browser.photograph(1280, 884, false, Path.of(folder, name + "-light.png"));
            browser.photograph(1280, 884, true, Path.of(folder, name + "-dark.png"));
            browser.photograph(420, 900, true, Path.of(folder, name + "-phone.png"));
        }
    }
}
