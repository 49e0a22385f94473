package dev.rewind.console;

import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One page in a headless Chromium, driven over its debugging protocol. */
final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String LISTENING = "DevTools listening on ws://";

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> asked;
    private int lastQuestion;

    private Browser(Process process, WebSocket socket, Map<Integer, CompletableFuture<JsonNode>> asked) {
        this.process = process;
        this.socket = socket;
        this.asked = asked;
    }

    /** Opens the page; skips the test on a machine without Chromium. */
    static Browser open(URI page, Path profile) throws Exception {
        Process process = new ProcessBuilder(
                        executable(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--hide-scrollbars",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            HttpClient http = HttpClient.newHttpClient();
            URI tabs = URI.create("http://" + debugger(process) + "/json/new?" + page);
            HttpRequest newTab = HttpRequest.newBuilder(tabs)
                    .PUT(HttpRequest.BodyPublishers.noBody())
                    .build();
            String tab = http.send(newTab, HttpResponse.BodyHandlers.ofString()).body();
            URI channel = URI.create(
                    Visitor.JSON.readTree(tab).get("webSocketDebuggerUrl").asText());
            Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(channel, new Answers(asked))
                    .join();
            Browser browser = new Browser(process, socket, asked);
            // A page in the background is given no frames to draw in.
            browser.command("Page.bringToFront", Visitor.JSON.createObjectNode());
            return browser;
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The value of a JavaScript expression on the page. */
    JsonNode evaluate(String expression) throws Exception {
        ObjectNode parameters = Visitor.JSON.createObjectNode().put("expression", expression);
        return command("Runtime.evaluate", parameters.put("returnByValue", true))
                .at("/result/value");
    }

    /** The text of the first element that a CSS selector finds. */
    String text(String selector) throws Exception {
        return evaluate("document.querySelector('" + selector + "').innerText").asText();
    }

    /** Presses the first button that a JavaScript expression gives. */
    void press(String button) throws Exception {
        waitFor(button);
        evaluate(button + ".click()");
    }

    /** Waits until a JavaScript expression is true; fails with the page's text when it never is. */
    void waitFor(String expression) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!evaluate("!!(" + expression + ")").asBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("never true: " + expression + "\n on the page:\n"
                        + evaluate("document.body?.innerText").asText());
            }
            Visitor.pause();
        }
    }

    /** Writes what the page looks like at that size, in CSS pixels, as a PNG. */
    void photograph(int width, int height, boolean dark, Path png) throws Exception {
        ObjectNode media = Visitor.JSON.createObjectNode();
        media.putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", dark ? "dark" : "light");
        command("Emulation.setEmulatedMedia", media);
        command(
                "Emulation.setDeviceMetricsOverride",
                Visitor.JSON
                        .createObjectNode()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
        JsonNode shot = command("Page.captureScreenshot", Visitor.JSON.createObjectNode());
        Files.write(png, Base64.getDecoder().decode(shot.get("data").asText()));
    }

    @Override
    public void close() throws InterruptedException {
        // Asked to close, it tidies its profile; killed, it would leave links behind.
        socket.sendText("{\"id\":0,\"method\":\"Browser.close\"}", true).join();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private JsonNode command(String method, ObjectNode parameters) throws Exception {
        int id = ++lastQuestion;
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        ObjectNode question = Visitor.JSON.createObjectNode().put("id", id).put("method", method);
        question.set("params", parameters);
        socket.sendText(question.toString(), true).join();
        return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS).path("result");
    }

    private static String executable() {
        List<String> names = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> names.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElseGet(
                        () -> abort("no " + String.join(", ", names) + " on the PATH: install one to test the page"));
    }

    private static String debugger(Process process) throws IOException {
        BufferedReader errors =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = errors.readLine(); line != null; line = errors.readLine()) {
            if (line.startsWith(LISTENING)) {
                Thread drain = new Thread(() -> errors.lines().forEach(rest -> {}), "browser-errors");
                drain.setDaemon(true);
                drain.start();
                return line.substring(LISTENING.length(), line.indexOf('/', LISTENING.length()));
            }
        }
        throw new IOException("Chromium ended before it listened, with exit status " + process.exitValue());
    }

    private record Answers(Map<Integer, CompletableFuture<JsonNode>> asked, StringBuilder text)
            implements WebSocket.Listener {
        Answers(Map<Integer, CompletableFuture<JsonNode>> asked) {
            this(asked, new StringBuilder());
        }

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            text.append(data);
            if (last) {
                complete(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void complete(String message) {
            try {
                JsonNode answer = Visitor.JSON.readTree(message);
                CompletableFuture<JsonNode> waiting =
                        asked.remove(answer.path("id").asInt());
                if (waiting != null) {
                    waiting.complete(answer);
                }
            } catch (IOException e) {
                throw new IllegalStateException("the browser sent what is not JSON: " + message, e);
            }
        }
    }
}
