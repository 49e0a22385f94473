package dev.rewind.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.topics.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person says of sources on the page, in a real browser. */
final class SourcesPageTest {
    private static final String ROW = "document.querySelector('#sources li')";

    @Test
    void addsPausesAndRemoves(@TempDir Path directory, @TempDir Path profile) throws Exception {
        try (Scene scene = Scene.start(directory.resolve("broker"));
                Browser browser = Browser.open(scene.server().address(), profile)) {
            browser.waitFor("document.querySelector('#link').textContent === 'Live'");

            fill(browser, "rtsp://admin:s3cret@camera/1");
            browser.press("document.querySelector('#source-add')");
            browser.waitFor("document.querySelector('#notice').textContent.includes('--credentials')");
            assertThat(scene.newest(Topic.SOURCES, "door")).isEmpty();

            fill(browser, "rtsp://camera/1");
            browser.press("document.querySelector('#source-add')");
            browser.waitFor(ROW + "?.textContent.includes('no worker has taken it yet')");

            browser.press("document.querySelector('#sources button')");
            browser.waitFor(ROW + ".querySelector('.state').textContent === 'paused'");
            assertThat(new String(
                            scene.newest(Topic.SOURCES, "door").orElseThrow().value(), StandardCharsets.UTF_8))
                    .isEqualTo("{\"url\":\"rtsp://camera/1\",\"paused\":true,\"settings\":{}}");

            browser.press("document.querySelector('#sources button + button')");
            browser.waitFor("!" + ROW);
            assertThat(scene.newest(Topic.SOURCES, "door").orElseThrow().value())
                    .isNull();
        }
    }

    private static void fill(Browser browser, String url) throws Exception {
        browser.evaluate("document.querySelector('#source-stream').value = 'door'");
        browser.evaluate("document.querySelector('#source-url').value = '" + url + "'");
    }
}
