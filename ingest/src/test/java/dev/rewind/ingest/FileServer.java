package dev.rewind.ingest;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A web server that offers files and texts, and remembers what it was asked for. */
final class FileServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> texts = new ConcurrentHashMap<>();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param folder the files that it offers lie in it */
    FileServer(Path folder) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            asked.add(path);
            byte[] found = texts.get(path);
            Path file = folder.resolve(path.substring(1));
            if (found == null && Files.isRegularFile(file)) {
                found = Files.readAllBytes(file);
            }
            exchange.sendResponseHeaders(found == null ? 404 : 200, found == null ? -1 : found.length);
            if (found != null) {
                exchange.getResponseBody().write(found);
            }
            exchange.close();
        });
        server.start();
    }

    void offer(String name, String text) {
        texts.put("/" + name, text.getBytes(StandardCharsets.UTF_8));
    }

    String url(String name) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/" + name;
    }

    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
