package dev.rewind.deploy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.deploy.failure.CommandFailure;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class HealthServerTest {
    private final HealthServer server = HealthServer.start(new HealthSettings(HealthSettings.DEFAULT_HOST, 0));
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void livesButIsNotReadyWhileItStarts() throws Exception {
        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .isEqualTo(
                        "{\"status\":\"down\",\"roles\":{\"process\":{\"status\":\"down\",\"reason\":\"it is starting\"}}}\n");
    }

    @Test
    void isReadyWhenEveryRoleIs() throws Exception {
        AtomicReference<Optional<String>> problem = new AtomicReference<>(Optional.of("partitions are on their way"));
        server.watch(new Role("ingest", Optional::empty, Optional::empty));
        server.watch(new Role("inference", Optional::empty, problem::get));

        assertThat(get("/health/live").statusCode()).isEqualTo(200);
        assertThat(get("/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/health/ready").body())
                .contains("\"inference\":{\"status\":\"down\",\"reason\":\"partitions are");

        problem.set(Optional.empty());
        HttpResponse<String> ready = get("/health/ready");
        assertThat(ready.statusCode()).isEqualTo(200);
        assertThat(ready.body())
                .isEqualTo(
                        "{\"status\":\"up\",\"roles\":{\"ingest\":{\"status\":\"up\"},\"inference\":{\"status\":\"up\"}}}\n");
    }

    @Test
    void isToBeStartedAgainWhenOneRoleHasFailed() throws Exception {
        server.watch(new Role("ingest", Optional::empty, Optional::empty));
        server.watch(new Role("training", () -> Optional.of("the disk is \"full\""), Optional::empty));

        HttpResponse<String> live = get("/health/live");

        assertThat(live.statusCode()).isEqualTo(503);
        assertThat(live.body()).contains("\"training\":{\"status\":\"down\",\"reason\":\"the disk is \\\"full\\\"\"}");
    }

    @Test
    void countsForPrometheus() throws Exception {
        server.registry().counter("rewind.labels", "model", "first").increment(3);

        HttpResponse<String> metrics = get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.headers().firstValue("Content-Type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
        assertThat(metrics.body()).contains("rewind_labels_total{model=\"first\"} 3.0\n", "jvm_memory_used_bytes{");
    }

    @Test
    void answersNothingElse() throws Exception {
        assertThat(get("/").statusCode()).isEqualTo(404);
        assertThat(get("/health").statusCode()).isEqualTo(404);
        HttpRequest post =
                request("/metrics").POST(BodyPublishers.ofString("x")).build();
        assertThat(client.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
        HttpRequest head =
                request("/health/live").method("HEAD", BodyPublishers.noBody()).build();
        assertThat(client.send(head, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
    }

    @Test
    void saysWhosePortIsTaken() {
        int taken = server.address().getPort();

        assertThatThrownBy(() -> HealthServer.start(new HealthSettings("127.0.0.1", taken)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContainingAll("127.0.0.1:" + taken, "--health-port");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return client.send(request(path).build(), BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }
}
