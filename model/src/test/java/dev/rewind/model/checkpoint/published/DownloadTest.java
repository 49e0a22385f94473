package dev.rewind.model.checkpoint.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rewind.model.checkpoint.Sha256;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class DownloadTest {
    private static final byte[] CONTENT = new byte[300_000];
    private static final Download.Limits LIMITS = new Download.Limits(1 << 20, Duration.ofSeconds(20));
    private static final Download.Limits IMPATIENT = new Download.Limits(1 << 20, Duration.ofMillis(300));
    private static final PublishedCheckpoint.Progress NOBODY = (bytes, total) -> {};

    static {
        new Random(3).nextBytes(CONTENT);
    }

    @TempDir
    Path folder;

    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private Path target;

    @BeforeEach
    void startServer() throws IOException {
        target = folder.resolve("REV.pyth");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.start();
    }

    @AfterEach
    void stopServer() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void fetchesAFileAndTellsItsHash() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        });
        List<Long> seen = Collections.synchronizedList(new ArrayList<>());

        String sha256 = published().fetch(target, Optional.empty(), (bytes, total) -> {
            seen.add(bytes);
            seen.add(total);
        });

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(sha256).isEqualTo(Sha256.of(target));
        assertThat(seen).endsWith((long) CONTENT.length, (long) CONTENT.length);
        assertNothingElseIsLeft("REV.pyth");
    }

    @Test
    void fetchesAFileOfUnknownSizeFromAnotherPlace() throws IOException {
        serve(exchange -> {
            exchange.getResponseHeaders().add("Location", "/moved");
            exchange.sendResponseHeaders(302, -1);
        });
        server.createContext("/moved", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, 0); // chunked
                exchange.getResponseBody().write(CONTENT);
            }
        });

        published().fetch(target, Optional.empty(), NOBODY);

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void replacesAnOlderFileOnlyByAWholeOne() throws IOException {
        Files.writeString(target, "older");
        serve(exchange -> exchange.sendResponseHeaders(500, -1));
        assertRefused(LIMITS, "the server answered 500");
        assertThat(target).hasContent("older");

        server.removeContext("/REV.pyth");
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        });
        published().fetch(target, Optional.empty(), NOBODY);
        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void keepsNoFileOfAnotherHash() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
        });
        String known = "a".repeat(64);
        String pinned = "b".repeat(64);
        PublishedCheckpoint published =
                new PublishedCheckpoint("x", source(), "preset", Set.of("cls_token"), Optional.of(known));

        assertThatThrownBy(() -> published.fetch(target, Optional.empty(), NOBODY))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining(" instead of " + known + ", so it was not kept");
        assertThatThrownBy(() -> published.fetch(target, Optional.of(pinned), NOBODY))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining(" instead of " + pinned + ", so it was not kept");
        assertNothingElseIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "A000000000000000000000000000000000000000000000000000000000000000"})
    void refusesAPinThatIsNoHash(String pin) {
        assertThatThrownBy(() -> published().fetch(target, Optional.of(pin), NOBODY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + pin + "' is no SHA-256");
    }

    @Test
    void saysWhatToDoWhenTheFileIsGone() throws IOException {
        serve(exchange -> exchange.sendResponseHeaders(404, -1));

        assertRefused(LIMITS, "the server answered 404");
    }

    @Test
    void saysWhatToDoWhenTheFileBreaksOff() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
        });

        assertRefused(LIMITS, "it broke off after ", " of 300000 bytes");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void takesNoFileBeyondTheLimit(boolean sizeKnown) throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, sizeKnown ? CONTENT.length : 0);
            exchange.getResponseBody().write(CONTENT);
        });

        assertRefused(new Download.Limits(CONTENT.length - 1, Duration.ofSeconds(20)), "more than 299999 bytes");
    }

    @Test
    void waitsNoLongerThanItsPatienceForAnAnswer() throws IOException {
        serve(exchange -> awaitEnd());

        assertRefused(IMPATIENT, "");
    }

    @Test
    void waitsNoLongerThanItsPatienceForTheRest() throws IOException {
        serve(exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, 1000);
            exchange.getResponseBody().flush();
            awaitEnd();
        });

        assertRefused(IMPATIENT, "nothing came for 0.3 s after 1000 of 300000 bytes");
    }

    @Test
    void saysWhatToDoWhereThereIsNoServer() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        URI nobody = URI.create("http://127.0.0.1:" + port + "/REV.pyth");

        assertThatThrownBy(() -> published(nobody).fetch(target, Optional.empty(), NOBODY, LIMITS))
                .isInstanceOf(DownloadException.class)
                .hasMessage("cannot fetch " + nobody + ": no connection to 127.0.0.1; is there internet?; get it on a"
                        + " machine that can, copy it to " + target + ", and run this command again");
    }

    @Test
    void saysWhatToDoWhereThereIsNoInternet() {
        // A name that never exists, by RFC 2606.
        URI nowhere = URI.create("http://published.invalid/REV.pyth");

        assertThatThrownBy(() -> published(nowhere).fetch(target, Optional.empty(), NOBODY, LIMITS))
                .isInstanceOf(DownloadException.class)
                .hasMessageStartingWith("cannot fetch " + nowhere + ": nobody here knows the host published.invalid")
                .hasMessageContaining("copy it to " + target + ", and run this command again");
    }

    @Test
    void givesUpWhenInterrupted() throws IOException {
        serve(exchange -> awaitEnd());

        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> published().fetch(target, Optional.empty(), NOBODY, LIMITS))
                .isInstanceOf(DownloadException.class);
        assertThat(Thread.interrupted()).isTrue();
        assertNothingElseIsLeft();
    }

    @FunctionalInterface
    private interface Answer {
        void to(HttpExchange exchange) throws IOException;
    }

    private void serve(Answer answer) {
        server.createContext("/REV.pyth", exchange -> {
            try (exchange) {
                answer.to(exchange);
            }
        });
    }

    /** Until the test is over. */
    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void assertRefused(Download.Limits limits, String... reasons) throws IOException {
        boolean there = Files.exists(target);
        assertThatThrownBy(() -> published().fetch(target, Optional.empty(), NOBODY, limits))
                .isInstanceOf(DownloadException.class)
                .hasMessageStartingWith("cannot fetch " + source() + ": ")
                .hasMessageContainingAll(reasons)
                .hasMessageEndingWith(
                        "; get it on a machine that can, copy it to " + target + ", and run this command again");
        assertNothingElseIsLeft(there ? new String[] {"REV.pyth"} : new String[0]);
    }

    private void assertNothingElseIsLeft(String... names) throws IOException {
        try (var files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly(names);
        }
    }

    private PublishedCheckpoint published() {
        return published(source());
    }

    private static PublishedCheckpoint published(URI source) {
        return new PublishedCheckpoint("x", source, "preset", Set.of("cls_token"), Optional.empty());
    }

    private URI source() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/REV.pyth");
    }
}
