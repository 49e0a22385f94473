package dev.rewind.deploy.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.rewind.deploy.failure.CommandFailure;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Answers {@code /health/live}, {@code /health/ready} (JSON; 200, or 503 with the reason) and {@code /metrics} (Prometheus
 * text). Alive is who need not be started again; ready is who does its work. A process that is still starting is alive.
 */
final class HealthServer implements AutoCloseable {
    private static final int THREADS = 2;
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Seconds for a request and for its answer: who keeps a connection open without a word must not hold a thread.
        System.setProperty("sun.net.httpserver.maxReqTime", "10");
        System.setProperty("sun.net.httpserver.maxRspTime", "10");
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "rewind-health");
        thread.setDaemon(true);
        return thread;
    });
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbage = new JvmGcMetrics();
    private final List<Role> roles = new CopyOnWriteArrayList<>();

    private HealthServer(HttpServer server) {
        this.server = server;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbage.bindTo(registry);
        server.createContext("/", exchange -> answer(exchange, () -> Answer.text(404, "no such page\n")));
        page("/health/live", () -> health(Role::failure, Optional.empty()));
        page("/health/ready", () -> health(Role::unreadiness, Optional.of("it is starting")));
        page("/metrics", () -> new Answer(200, "text/plain; version=0.0.4; charset=utf-8", registry.scrape()));
        server.setExecutor(threads);
        server.start();
    }

    /** How a part of the process is. */
    private record Report(String name, String status, String reason) {}

    private record Answer(int code, String type, String body) {
        static Answer text(int code, String body) {
            return new Answer(code, "text/plain; charset=utf-8", body);
        }
    }

    /**
     * Begins to answer.
     *
     * @throws CommandFailure if the port is taken or the address is none of this machine
     */
    static HealthServer start(HealthSettings settings) {
        try {
            return new HealthServer(HttpServer.create(new InetSocketAddress(settings.host(), settings.port()), 0));
        } catch (IOException e) {
            throw new CommandFailure(
                    "health cannot be served at " + settings.host() + ":" + settings.port() + ": " + e.getMessage()
                            + "; choose another --health-port, or an address of this machine as --health-host",
                    e);
        }
    }

    /** Asks a part of the process from now on. */
    void watch(Role role) {
        roles.add(role);
    }

    /** Where parts of the process count. */
    MeterRegistry registry() {
        return registry;
    }

    /** Where it answers. */
    InetSocketAddress address() {
        return server.getAddress();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        garbage.close();
        registry.close();
    }

    private void page(String path, Supplier<Answer> answer) {
        server.createContext(path, exchange -> answer(exchange, answer));
    }

    private static void answer(HttpExchange exchange, Supplier<Answer> supplier) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            boolean asked = head || exchange.getRequestMethod().equals("GET");
            Answer answer = asked ? supplier.get() : Answer.text(405, "only GET is answered here\n");
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", answer.type());
            exchange.sendResponseHeaders(answer.code(), head ? -1 : body.length);
            if (!head) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private Answer health(Function<Role, Supplier<Optional<String>>> problem, Optional<String> whileStarting) {
        List<Report> reports = roles.stream()
                .map(role -> report(role.name(), problem.apply(role).get()))
                .toList();
        if (reports.isEmpty()) {
            reports = List.of(report("process", whileStarting));
        }
        boolean up = reports.stream().allMatch(report -> report.status().equals("up"));
        return new Answer(up ? 200 : 503, "application/json", json(up, reports));
    }

    private static Report report(String name, Optional<String> problem) {
        return new Report(name, problem.isEmpty() ? "up" : "down", problem.orElse(null));
    }

    private static String json(boolean up, List<Report> reports) {
        var body = JSON.createObjectNode().put("status", up ? "up" : "down");
        var parts = body.putObject("roles");
        for (Report report : reports) {
            var part = parts.putObject(report.name()).put("status", report.status());
            if (report.reason() != null) {
                part.put("reason", report.reason());
            }
        }
        try {
            return JSON.writeValueAsString(body) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + body, e);
        }
    }
}
