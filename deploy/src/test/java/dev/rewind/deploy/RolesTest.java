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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
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
            FutureTask<Integer> inference = new FutureTask<>(
                    () -> Rewind.commandLine(new PrintWriter(new StringWriter()), new PrintWriter(System.err, true))
                            .execute("inference", "-b", servers, "--model", model));
            Thread thread = new Thread(inference, "inference");
            thread.start();

            CommandRun ingest = CommandRun.of("ingest", "-b", servers, "--source", video.toString(), "--fast");
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

            thread.interrupt();
            assertThat(inference.get()).isZero();
        }
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
