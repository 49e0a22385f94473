package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.Label;
import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ShadowReport;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.topics.models.Verdict;
import dev.rewind.topics.models.WeightsPlace;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labelling on the page, in a real browser. */
final class LabellingPageTest {
    @TempDir
    private static Path directory;

    private static Scene scene;

    @BeforeAll
    static void openTheScene() {
        scene = Scene.start(directory.resolve("broker"));
        scene.send(Topic.MODELS, "synthetic-1", model("synthetic-1", State.LIVE, null, null));
    }

    @AfterAll
    static void closeTheScene() {
        scene.close();
    }

    @Test
    void confirmsALabelWithOneClickAndTakesItBack(@TempDir Path profile) throws Exception {
        Label label = Scene.label("door", "walk", 0.9);
        String clip = ClipReference.of(label).id();
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            browser.waitFor("document.querySelector('#link').textContent === 'Live'");
            scene.send(label);

            browser.press(inFeed("door") + "?.querySelector('.say button')");

            browser.waitFor(inFeed("door") + ".querySelector('.said')");
            assertThat(said(clip)).isEqualTo("walk");
            browser.waitFor("document.querySelector('#notice').textContent.includes('Saved: " + clip + " shows walk')");

            browser.press(inFeed("door") + ".querySelector('.said')");

            browser.waitFor(inFeed("door") + ".querySelectorAll('.say button').length === 2");
            assertThat(scene.newest(Topic.LABELLED_CLIPS, clip).orElseThrow().value())
                    .isNull();
        }
    }

    @Test
    void correctsALabelWithAClassOfTheLiveModelOrANewOne(@TempDir Path profile) throws Exception {
        Label first = Scene.label("gate", "walk", 0.9);
        Label second = Scene.label("park", "walk", 0.8);
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            scene.send(first);
            scene.send(second);

            browser.press(inFeed("gate") + "?.querySelectorAll('.say button')[1]");
            browser.waitFor("document.querySelector('#ask').open");
            assertThat(browser.text("#ask-clip")).contains("gate", "synthetic-1 says walk 90.0%");
            browser.press("[...document.querySelectorAll('#ask-classes button')].find(b => b.textContent === 'bow')");
            browser.waitFor("!document.querySelector('#ask').open");
            assertThat(said(ClipReference.of(first).id())).isEqualTo("bow");

            browser.press(inFeed("park") + ".querySelectorAll('.say button')[1]");
            browser.evaluate("document.querySelector('#ask-other').value = 'juggling <b>balls</b>'");
            browser.press("document.querySelector('#ask-save')");
            browser.waitFor("!document.querySelector('#ask').open");
            assertThat(said(ClipReference.of(second).id())).isEqualTo("juggling <b>balls</b>");
            browser.waitFor(inFeed("park") + ".querySelector('.action').textContent === 'juggling <b>balls</b>'");
        }
    }

    @Test
    void saysWhyAnAnswerWasNotSavedAndKeepsTheDialogOpen(@TempDir Path profile) throws Exception {
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            scene.send(Scene.label("lane", "walk", 0.9));
            browser.press(inFeed("lane") + "?.querySelectorAll('.say button')[1]");
            browser.evaluate("document.querySelector('#ask-other').value = 'wa\\u0007ving'");
            browser.press("document.querySelector('#ask-save')");

            browser.waitFor("document.querySelector('#ask-problem').textContent.includes('control characters')");
            assertThat(browser.evaluate("document.querySelector('#ask').open").asBoolean())
                    .isTrue();
        }
    }

    @Test
    void asksWithPicturesAndTakesAnsweredQuestionsOff(@TempDir Path profile) throws Exception {
        for (int i = 0; i < 3; i++) {
            RecordMetadata frame = scene.sendFrame("hall " + i, picture("jpeg", i), FrameHeaders.JPEG);
            List<Label.Score> top = List.of(
                    new Label.Score("squat", 0.41 - 0.05 * i),
                    new Label.Score("bow", 0.33),
                    new Label.Score("walk", 0.1));
            Label label = Scene.at(
                    Scene.label("hall " + i, Instant.now(), top), frame.partition(), frame.offset(), frame.offset());
            scene.ask(label, 0.7 + 0.1 * i);
        }
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            browser.waitFor("document.querySelectorAll('.question').length === 3");
            assertThat(browser.text(".question")).contains("hall 2", "90% uncertain", "squat", "31.0%");
            browser.waitFor("[...document.querySelectorAll('.question img')].every(i => i.naturalWidth === 96)");
            StatusPageTest.photograph(browser, "questions");

            browser.press("document.querySelectorAll('.question')[0].querySelectorAll('button')[1]");

            browser.waitFor("document.querySelectorAll('.question').length === 2");
            assertThat(browser.text(".question")).contains("hall 1");
            browser.press("document.querySelectorAll('.question')[0].querySelectorAll('button')[3]");
            browser.waitFor("document.querySelector('#ask img')?.naturalWidth === 96");
            StatusPageTest.photograph(browser, "asking");
        }
    }

    @Test
    void showsVerdictPictureShadowAndDrift(@TempDir Path profile) throws Exception {
        Verdict verdict = new Verdict(
                true,
                120,
                0.85,
                0.912,
                0.021,
                0.103,
                0.95,
                List.of(new Verdict.Drop("jump", 12, 0.92, 0.83)),
                "better beyond chance");
        scene.send(Topic.MODELS, "synthetic-2", model("synthetic-2", State.SHADOW, verdict, picture("png", 3)));
        send(new ShadowReport("synthetic-2", "inference-1", 240, 223, 4_320, 4_560).toProgress(Instant.now()));
        send(new Progress(
                "drift/door",
                Progress.State.RUNNING,
                "drifts from the training clips: labels by 0.41; label some of its clips",
                Instant.now(),
                Map.of("clips", 200.0, "labels", 0.41, "confidence", 0.1, "embedding", 0.2)));
        try (Browser browser = Browser.open(scene.server().address(), profile)) {
            browser.waitFor("document.querySelector('#drift li')");

            assertThat(browser.text("#models li:nth-child(2)"))
                    .contains("passed the gate: better beyond chance")
                    .contains("+6.2 points against the live model (+2.1 to +10.3) on 120 clips")
                    .contains("worse at jump (83.0%, live 92.0%)")
                    .contains("agrees on 223 of 240 clips (92.9%), 19 ms each, live 18 ms");
            assertThat(browser.text("#drift")).contains("door", "labels by 0.41");
            assertThat(browser.evaluate("document.querySelector('#jobs').innerText")
                            .asText())
                    .doesNotContain("shadow/", "drift/");
            browser.press("document.querySelector('#models summary')");
            browser.waitFor("document.querySelector('#models details img')?.naturalWidth === 96");
            StatusPageTest.photograph(browser, "models");
        }
    }

    private static String inFeed(String stream) {
        return "[...document.querySelectorAll('#feed tr')].find(r => r.children[1].textContent === '" + stream + "')";
    }

    private static String said(String clip) {
        return LabelledClipHeaders.read(
                        clip,
                        scene.newest(Topic.LABELLED_CLIPS, clip).orElseThrow().headers())
                .label();
    }

    private static void send(Progress progress) {
        scene.send(Topic.PROGRESS, progress.job(), progress);
    }

    private static ModelRecord model(String version, State state, Verdict verdict, byte[] confusion) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode().put("preset", "rev-mvit-tiny");
        manifest.putArray("classes")
                .add("walk")
                .add("run")
                .add("jump")
                .add("bow")
                .add("squat");
        return new ModelRecord(
                version,
                null,
                Standing.of(state, Instant.now(), "for a test"),
                new WeightsPlace(Scene.SHA, 2_500_000, 3, 0, 0),
                new Trial(Map.of("top1", 0.912), verdict, confusion),
                null,
                manifest);
    }

    /** Some picture of 96 x 96 pixels. */
    private static byte[] picture(String format, int hue) throws IOException {
        BufferedImage image = new BufferedImage(96, 96, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setPaint(new GradientPaint(
                0, 0, Color.getHSBColor(hue / 5f, 0.6f, 0.9f), 96, 96, Color.getHSBColor(hue / 5f, 0.8f, 0.3f)));
        graphics.fillRect(0, 0, 96, 96);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, format, bytes);
        return bytes.toByteArray();
    }
}
