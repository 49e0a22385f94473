package dev.rewind.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Asks the console over HTTP, as any client would. */
final class Visitor {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI address;

    Visitor(URI address) {
        this.address = address;
    }

    HttpResponse<String> get(String path) {
        return send(to(path), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<byte[]> bytes(String path) {
        return send(to(path), HttpResponse.BodyHandlers.ofByteArray());
    }

    /** @param headers names and values in turn */
    HttpResponse<String> post(String path, String type, String body, String... headers) {
        HttpRequest.Builder request =
                to(path).header("Content-Type", type).POST(HttpRequest.BodyPublishers.ofString(body));
        return send(headers.length == 0 ? request : request.headers(headers), HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> patch(String path, String body) {
        HttpRequest.BodyPublisher publisher = HttpRequest.BodyPublishers.ofString(body);
        return send(
                to(path).header("Content-Type", "application/json").method("PATCH", publisher),
                HttpResponse.BodyHandlers.ofString());
    }

    HttpResponse<String> delete(String path, String... headers) {
        HttpRequest.Builder request = to(path).DELETE();
        return send(headers.length == 0 ? request : request.headers(headers), HttpResponse.BodyHandlers.ofString());
    }

    /** The status line of the answer to a request that no client would write. */
    String raw(String request) {
        try (Socket socket = new Socket(address.getHost(), address.getPort())) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(address.resolve(path)).timeout(PATIENCE);
    }

    private <T> HttpResponse<T> send(HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request.build(), handler);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while asking " + address, e);
        }
    }

    JsonNode json(String path) {
        try {
            return JSON.readTree(get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks again and again until the answer is as wanted; fails with the last answer when it never is. */
    JsonNode eventually(String path, Predicate<JsonNode> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JsonNode answer = json(path);
        while (!wanted.test(answer)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(path + " never answered as wanted; the last answer was " + answer);
            }
            pause();
            answer = json(path);
        }
        return answer;
    }

    ServerSentEvents events() {
        return ServerSentEvents.open(http, address.resolve("/api/events"));
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted while waiting", e);
        }
    }
}
