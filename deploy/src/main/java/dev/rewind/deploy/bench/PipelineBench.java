package dev.rewind.deploy.bench;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.live.LabelFeed;
import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.RecordPublisher;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;

/** Sends drawn frames through a broker and the inference service, and reads the labels that are committed. */
final class PipelineBench {
    private static final int STREAMS = 32;
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** What of a run is left out at its beginning, while the service starts, and at its end, when less and less is to do. */
    private static final double WARM = 0.3;

    private static final double TAIL = 0.1;

    private final BrokerProcess broker;
    private final DrawnFrames frames;
    private final ClipSpec clip;
    private final Path folder;
    private final int batch;
    private int services;

    /**
     * @param broker with all topics
     * @param folder for state
     * @param batch clips that a model takes at once
     */
    PipelineBench(BrokerProcess broker, DrawnFrames frames, ClipSpec clip, Path folder, int batch) {
        this.broker = broker;
        this.frames = frames;
        this.clip = clip;
        this.folder = folder;
        this.batch = batch;
    }

    /** Lays frames of so many clips, or a few more, onto the broker, and says of how many. */
    int lay(int clips) {
        int ofEach = (clips + STREAMS - 1) / STREAMS;
        Instant start = Instant.now().minus(Duration.ofHours(1));
        int stride = stride();
        long length = clip.frames() + (long) (ofEach - 1) * stride;
        try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "bench")) {
            for (long first = 0; first < length; first += DrawnFrames.PER_RECORD) {
                Instant captured = start.plus(clip.period().multipliedBy(first));
                for (int stream = 0; stream < STREAMS; stream++) {
                    frames.send(publisher, "laid-" + stream, stream, first, captured, clip.period());
                }
            }
        }
        return ofEach * STREAMS;
    }

    /**
     * Labels everything that was laid.
     *
     * @param clips of it
     * @return committed labels a second, and the work of the run without its beginning and end
     */
    Run saturate(TimedModel model, int clips) {
        PipelineMeter meter = new PipelineMeter(model, broker);
        try (LabelFeed labels = LabelFeed.fromNow(broker.connection());
                InferenceService service = service(broker.connection(), model)) {
            service.start();
            int seen = 0;
            int measured = 0;
            PipelineMeter.Reading begin = null;
            PipelineMeter.Reading end = null;
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (seen < clips) {
                int came = labels.poll(POLL).size();
                seen += came;
                measured += begin == null || end != null ? 0 : came;
                if (came > 0) {
                    deadline = System.nanoTime() + PATIENCE.toNanos();
                    // Between two polls that brought labels, so that no part of a batch is counted.
                    begin = begin == null && seen >= WARM * clips ? meter.read() : begin;
                    end = end == null && seen >= (1 - TAIL) * clips ? meter.read() : end;
                }
                requireProgress(service, deadline, seen + " of " + clips + " labels");
            }
            PipelineFigures.Work work = end.since(begin);
            return new Run(measured / work.wallSeconds(), work);
        }
    }

    /** Labels committed a second, and what that took. */
    record Run(double clipsPerSecond, PipelineFigures.Work work) {}

    /** Sends frames of so many clips a second, in real time, and measures how long each clip takes. */
    PipelineFigures.Paced pace(TimedModel model, double rate, Duration time) {
        PipelineMeter meter = new PipelineMeter(model, broker);
        KafkaConnection latest = broker.connection().with(Map.of(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest"));
        PacedFrames pace = new PacedFrames(frames, broker.connection(), clip, stride(), rate, "paced-" + services);
        try (LabelFeed labels = LabelFeed.fromNow(broker.connection());
                InferenceService service = service(latest, model)) {
            service.start();
            service.awaitRunning(PATIENCE);
            pace.start();
            Latencies latencies = new Latencies(pace);
            long start = System.nanoTime();
            long length = time.toNanos();
            readUntil(start + (long) (WARM * length), labels, service, label -> {});
            PipelineMeter.Reading begin = meter.read();
            readUntil(start + length, labels, service, latencies);
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (latencies.isEmpty()) { // too short a run for the first clip
                labels.poll(POLL).forEach(latencies);
                requireProgress(service, deadline, "the first frames");
            }
            PipelineMeter.Reading end = meter.read();
            pace.close();
            PipelineFigures.Work work = end.since(begin);
            double[] millis = latencies.millis();
            return PipelineFigures.Paced.of(millis.length / work.wallSeconds(), millis, work);
        } finally {
            pace.close();
        }
    }

    private void readUntil(long end, LabelFeed labels, InferenceService service, Consumer<Label> reader) {
        while (System.nanoTime() < end) {
            labels.poll(POLL).forEach(reader);
            requireProgress(service, Long.MAX_VALUE, "labels");
        }
    }

    private int stride() {
        return Math.max(1, clip.frames() / 2);
    }

    private InferenceService service(KafkaConnection connection, TimedModel model) {
        String id = "bench-" + services++;
        InferenceSettings usual = InferenceSettings.defaults(folder.resolve(id));
        ServingSettings serving = usual.serving();
        InferenceSettings settings = new InferenceSettings(
                id,
                usual.streamThreads(),
                usual.clips(),
                usual.topK(),
                usual.flushAfter(),
                usual.stateDirectory(),
                usual.membership(),
                new ServingSettings(id, batch, serving.maxWait(), serving.maxSlowdown()),
                usual.drift(),
                usual.questions(),
                usual.smoothing(),
                usual.overload());
        ModelServer server = new ModelServer(connection, settings.serving(), model, record -> {
            throw new CommandFailure("nobody publishes models while the pipeline is measured");
        });
        return new InferenceService(connection, settings, server, (label, scores) -> {});
    }

    private static void requireProgress(InferenceService service, long deadline, String what) {
        service.failure().ifPresent(failure -> {
            throw failure;
        });
        if (System.nanoTime() > deadline) {
            throw new CommandFailure("nothing came after " + what + " for " + PATIENCE.toSeconds()
                    + " s; look at the log with --verbose, and run it again");
        }
    }
}
