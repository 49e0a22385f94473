package dev.rewind.deploy.bench;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.ingest.IngestService;
import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegFrames;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.source.Source;
import dev.rewind.ingest.source.VideoFile;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Plays one video as ingest does and as the ffmpeg program does, in turn. */
final class IngestBench {
    private static final int RATE = 30;
    private static final int SHORT_SIDE = 128;
    private static final int FRAMES_PER_RECORD = 4;

    private final KafkaConnection connection;
    private final IngestSettings settings;
    private final Path folder;
    private final int runs;

    /**
     * @param connection a broker with all topics
     * @param folder for the video
     * @param runs of each, the best of which counts
     */
    IngestBench(KafkaConnection connection, DecodeMode decode, Path folder, int runs) {
        this.connection = connection;
        this.folder = folder;
        this.runs = runs;
        // Every frame is a sample, which is the most that there can be to do.
        Duration period = Duration.ofNanos(1_000_000_000 / RATE);
        settings = new IngestSettings(period, SHORT_SIDE, FRAMES_PER_RECORD, 0.85f, false, false, decode);
    }

    /** @param size of the pictures, such as {@code 340x256} */
    IngestFigures measure(String size, int seconds) {
        Path video = folder.resolve(size + ".mp4");
        FfmpegProgram.draw(video, size, RATE, seconds);
        long frames = (long) RATE * seconds;
        List<ProcessesSpent> own = new ArrayList<>();
        List<ProcessesSpent> program = new ArrayList<>();
        List<ProcessesSpent> start = new ArrayList<>();
        for (int run = 0; run < runs; run++) {
            String stream = size + "-" + run;
            long before = records();
            own.add(ProcessesSpent.on(() -> play(new VideoFile(stream, video))));
            requireSent(records() - before, frames);
            program.add(ProcessesSpent.on(() -> FfmpegProgram.play(video, SHORT_SIDE)));
            start.add(ProcessesSpent.on(() -> begin(video)));
        }
        return IngestFigures.of(frames, least(own), least(program), least(start).seconds());
    }

    private static ProcessesSpent least(List<ProcessesSpent> runs) {
        return runs.stream().reduce(ProcessesSpent::least).orElseThrow();
    }

    private void begin(Path video) {
        JpegSettings pictures =
                new JpegSettings(DecodeSettings.sampled(settings.period(), SHORT_SIDE), settings.jpegQuality());
        try (JpegFrames frames = settings.decode().open(video.toString(), pictures, settings.decoder())) {
            var unused = frames.next().orElseThrow();
        }
    }

    private void play(Source source) {
        try (IngestService service = new IngestService(connection, settings, List.of(source))) {
            service.start();
            Map<String, String> failures = service.awaitFinished();
            if (!failures.isEmpty()) {
                throw new CommandFailure("a drawn video could not be played: " + failures.values());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted while a video was played", e);
        }
    }

    private static void requireSent(long records, long frames) {
        long sent = records * FRAMES_PER_RECORD;
        if (sent < frames - FRAMES_PER_RECORD) {
            throw new CommandFailure("only " + sent + " of " + frames + " frames became records; run it again");
        }
    }

    private long records() {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                connection.readerSettings(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topic.FRAMES.topicName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }
}
