package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RolesTest {
    @TempDir
    Path directory;

    @Test
    void ingestAndInferenceMeetOnAClusterThatAnyProducerMayUse() throws Exception {
        Path video = SyntheticVideos.write(
                directory.resolve("door.mp4"),
                SyntheticAction.values()[0],
                7,
                Duration.ofSeconds(4),
                SyntheticVideos.Format.H264_MP4);
        String model = TinyModel.writeTo(directory.resolve("model")).toString();
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory.resolve("data"), 0))) {
            KafkaConnection connection = broker.connection();
            String servers = connection.bootstrapServers();
            StringWriter out = new StringWriter();
            FutureTask<Integer> inference = new FutureTask<>(
                    () -> Rewind.commandLine(new PrintWriter(out, true), new PrintWriter(System.err, true))
                            .execute("inference", "-b", servers, "--model", model, "--health-port", "0"));
            Thread thread = new Thread(inference, "inference");
            thread.start();

            CommandRun ingest = CommandRun.of("ingest", "-b", servers, "--source", video.toString(), "--fast");
            sendAsKcatDoes(connection, "photo", new byte[] {'n', 'o'});
            sendAsKcatDoes(connection, "photo", jpeg());

            assertThat(ingest.err()).isEmpty();
            assertThat(ingest.code()).isZero();
            List<Label> labels = LabelTopic.readUntil(
                    connection, soFar -> countOf("door", soFar) >= 1 && countOf("photo", soFar) >= 1);
            assertThat(labels).allMatch(label -> label.model().version().equals(TinyModel.VERSION));
            assertThat(labels)
                    .filteredOn(label -> label.stream().equals("photo"))
                    .singleElement()
                    .satisfies(label -> assertThat(label.lineage().frames()).isEqualTo(1));
            requireHealth(health(out.toString()), labels.size());

            thread.interrupt();
            assertThat(inference.get()).isZero();
        }
    }

    private static void requireHealth(String address, int labels) throws Exception {
        assertThat(get(address + "/health/live").statusCode()).isEqualTo(200);
        assertThat(get(address + "/health/ready").body()).contains("\"inference\":{\"status\":\"up\"}");
        assertThat(get(address + "/metrics").body().lines().toList())
                .contains(
                        "rewind_labels_total{model=\"" + TinyModel.VERSION + "\"} " + labels + ".0",
                        "rewind_model_live{version=\"" + TinyModel.VERSION + "\"} 1.0",
                        "rewind_label_latency_seconds_count{stage=\"computed\"} " + labels,
                        "rewind_batch_clips_total " + labels + ".0",
                        "rewind_dead_letters_total 1.0",
                        "rewind_queue_clips 0.0",
                        "rewind_gave_way_total{how=\"clip dropped\"} 0.0",
                        "rewind_lag_records{partition=\"0\"} 0.0",
                        "rewind_lag_records{partition=\"3\"} 0.0")
                .anyMatch(line -> line.startsWith("kafka_consumer_fetch_manager_records_lag_max{"));
    }

    private static String health(String out) {
        Matcher line = Pattern.compile("health at (http://127\\.0\\.0\\.1:\\d+)/health/ready")
                .matcher(out);
        assertThat(line.find()).as(out).isTrue();
        return line.group(1);
    }

    private static HttpResponse<String> get(String address) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(address)).build(), BodyHandlers.ofString());
    }

    private static long countOf(String stream, List<Label> labels) {
        return labels.stream().filter(label -> label.stream().equals(stream)).count();
    }

    /** A key, a value, and not a single header. */
    private static void sendAsKcatDoes(KafkaConnection connection, String key, byte[] value) throws Exception {
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.copyOf(connection.clientSettings()), new StringSerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topic.FRAMES.topicName(), key, value))
                    .get();
        }
    }

    private static byte[] jpeg() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB), "jpeg", bytes);
        return bytes.toByteArray();
    }
}
