package dev.rewind.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** An open connection to {@code /api/events}. */
final class ServerSentEvents implements AutoCloseable {
    record Received(String name, JsonNode data) {}

    private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
    private final Stream<String> lines;
    private String name = "";

    private ServerSentEvents(Stream<String> lines) {
        this.lines = lines;
    }

    static ServerSentEvents open(HttpClient http, URI address) {
        Stream<String> lines = http.sendAsync(
                        HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofLines())
                .join()
                .body();
        ServerSentEvents events = new ServerSentEvents(lines);
        Thread thread = new Thread(events::read, "events");
        thread.setDaemon(true);
        thread.start();
        return events;
    }

    /** The next event of that name; others before it are passed over. */
    JsonNode next(String name) throws InterruptedException {
        while (true) {
            Received next = received.poll(30, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no event '" + name + "' came");
            }
            if (next.name().equals(name)) {
                return next.data();
            }
        }
    }

    @Override
    public void close() {
        lines.close();
    }

    private void read() {
        try {
            lines.forEach(this::read);
        } catch (UncheckedIOException expected) {
            // That is how close() ends the reading; a connection lost earlier shows as events that do not come.
        }
    }

    private void read(String line) {
        if (line.startsWith("event:")) {
            name = line.substring("event:".length()).strip();
        } else if (line.startsWith("data:") && !name.isEmpty()) {
            received.add(new Received(name, parse(line.substring("data:".length()))));
            name = "";
        }
    }

    private static JsonNode parse(String data) {
        try {
            return Visitor.JSON.readTree(data);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event's data is not JSON: " + data, e);
        }
    }
}
