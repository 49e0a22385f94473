package dev.rewind.inference;

import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.serving.LabelListener;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.Scores;
import dev.rewind.inference.serving.ServingLoad;
import dev.rewind.topics.Label;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** What inference counts and times: its labels and their way, its batches, and how far its partitions are behind. */
final class InferenceMeters implements LabelListener {
    private static final Duration[] BUCKETS = IntStream.of(50, 100, 200, 500, 1000, 2000, 5000, 30_000)
            .mapToObj(Duration::ofMillis)
            .toArray(Duration[]::new);

    private final MeterRegistry registry;
    private final ModelServer models;
    private final LabelListener next;
    private final MultiGauge lag;
    private final Counter deadLetters;
    private final Map<String, Timer> timers = new ConcurrentHashMap<>();
    private final Set<String> versions = ConcurrentHashMap.newKeySet();

    /**
     * Counts into a registry.
     *
     * @param next told of each label, too
     */
    InferenceMeters(MeterRegistry registry, ModelServer models, LabelListener next) {
        this.registry = registry;
        this.models = models;
        this.next = next;
        this.lag = MultiGauge.builder("rewind.lag")
                .description("Records of a partition that are not read and committed yet")
                .baseUnit("records")
                .register(registry);
        this.deadLetters = Counter.builder("rewind.dead.letters")
                .description("Records that could not be read, and clips whose scores were no numbers")
                .register(registry);
        gauge("rewind.queue.clips", "Clips that wait for the model", ServingLoad::queued);
        gauge("rewind.queue.capacity", "Clips that may wait before reading waits", ServingLoad::capacity);
        gauge("rewind.batch.capacity", "Clips that a batch may hold", ServingLoad::maxBatch);
        counter("rewind.batches", "Batches that the model scored", ServingLoad::batches);
        counter(
                "rewind.batch.clips",
                "Clips in those batches; over batches and capacity, how full they were",
                load -> load.clips());
        models.load().devices().stream()
                .map(ServingLoad.Device::name)
                .distinct()
                .forEach(this::watch);
    }

    /** Counts what a device does, however many replicas compute on it. */
    private void watch(String device) {
        FunctionCounter.builder("rewind.device.clips", models, server -> server.load().devices().stream()
                        .filter(each -> each.name().equals(device))
                        .mapToLong(ServingLoad.Device::clips)
                        .sum())
                .description("Clips that each device scored")
                .tag("device", device)
                .register(registry);
    }

    /** Counts what gives way while more clips come than can be scored. */
    void watch(LoadWatch load) {
        Gauge.builder("rewind.behind", load, watch -> watch.isBehind() ? 1 : 0)
                .description("1 while more comes than is done")
                .register(registry);
        Map<String, ToDoubleFunction<LoadWatch.Standing>> ways = Map.of(
                "record skipped", LoadWatch.Standing::skippedRecords,
                "clip dropped", LoadWatch.Standing::droppedClips,
                "stride stretched", LoadWatch.Standing::stretchedClips,
                "model thinned", LoadWatch.Standing::thinnedClips);
        ways.forEach((way, count) -> FunctionCounter.builder(
                        "rewind.gave.way", load, watch -> count.applyAsDouble(watch.standing()))
                .description("Records and clips that got no label, or that of a cheaper model, because it was behind")
                .tag("how", way)
                .register(registry));
    }

    /** The partitions that are ours from now on, each with what tells its lag. */
    void assigned(Map<Integer, ToDoubleFunction<Integer>> partitions) {
        lag.register(
                partitions.entrySet().stream()
                        .map(each -> MultiGauge.Row.of(
                                Tags.of("partition", each.getKey().toString()), each.getKey(), each.getValue()))
                        .toList(),
                true);
    }

    @Override
    public void labelled(Label label, Scores scores) {
        String version = label.model().version();
        registry.counter("rewind.labels", "model", version).increment();
        if (versions.add(version)) {
            Gauge.builder(
                            "rewind.model.live",
                            models,
                            server -> server.model().version().equals(version) ? 1 : 0)
                    .description("1 for the model that labels now")
                    .tag("version", version)
                    .register(registry);
        }
        record(label.latency());
        next.labelled(label, scores);
    }

    @Override
    public void deadLettered() {
        deadLetters.increment();
        next.deadLettered();
    }

    @Override
    public void close() {
        next.close();
    }

    private void record(Label.Latency latency) {
        Map<String, Long> stages = new HashMap<>();
        stages.put("decoded", latency.decoded());
        stages.put("produced", latency.produced());
        stages.put("transport", latency.transport());
        stages.put("assembled", latency.assembled());
        stages.put("queued", latency.queued());
        stages.put("computed", latency.computed());
        stages.put("sent", latency.sent());
        stages.put("total", latency.total());
        stages.forEach((stage, millis) -> {
            if (millis != null) { // a producer that says little of its frames
                timers.computeIfAbsent(stage, this::timer).record(Duration.ofMillis(millis));
            }
        });
    }

    private Timer timer(String stage) {
        return Timer.builder("rewind.label.latency")
                .description("From the capture of a clip's last frame until its label was sent, by stage")
                .tag("stage", stage)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
    }

    private void gauge(String name, String description, ToDoubleFunction<ServingLoad> value) {
        Gauge.builder(name, models, server -> value.applyAsDouble(server.load()))
                .description(description)
                .register(registry);
    }

    private void counter(String name, String description, ToDoubleFunction<ServingLoad> value) {
        FunctionCounter.builder(name, models, server -> value.applyAsDouble(server.load()))
                .description(description)
                .register(registry);
    }
}
