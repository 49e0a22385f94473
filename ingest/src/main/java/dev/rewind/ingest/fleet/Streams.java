package dev.rewind.ingest.fleet;

import dev.rewind.ingest.Assignment;
import dev.rewind.ingest.IngestService;
import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.SendFailedException;
import dev.rewind.topics.Topic;
import dev.rewind.topics.sources.SourceFeed;
import dev.rewind.topics.sources.SourceRecord;
import dev.rewind.topics.sources.SourceStatus;
import dev.rewind.topics.sources.StreamProgress;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The streams of one worker, by the partition that each came in. For one thread, but for {@link #playing}. */
final class Streams implements WantedSources.Share, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Streams.class);

    /** How long streams may take to end before they are left behind: others wait for them. */
    private static final Duration END_WITHIN = Duration.ofSeconds(10);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(10);

    private final KafkaConnection connection;
    private final IngestSettings defaults;
    private final WorkerSettings settings;
    private final RecordPublisher publisher;
    private final Map<Integer, Map<String, StreamSlot>> partitions = new HashMap<>();
    /** Those of which all is known that is wanted; a stream that a later record removes must not play before. */
    private final Set<Integer> complete = new HashSet<>();

    private volatile int playing;

    Streams(KafkaConnection connection, IngestSettings defaults, WorkerSettings settings) {
        this.connection = connection;
        this.defaults = defaults;
        this.settings = settings;
        publisher = new RecordPublisher(connection, settings.name());
    }

    int playing() {
        return playing;
    }

    @Override
    public void take(ConsumerRecord<String, byte[]> record) {
        Map<String, StreamSlot> slots = partitions.computeIfAbsent(record.partition(), number -> new HashMap<>());
        Optional<SourceRecord> source = SourceRecord.read(record);
        if (source.isPresent()) {
            slots.computeIfAbsent(record.key(), stream -> new StreamSlot(this::open))
                    .want(source.get());
        } else if (slots.containsKey(record.key())) {
            slots.get(record.key()).wantNothing();
        }
    }

    @Override
    public void isComplete(Set<Integer> numbers) {
        Map<String, Progress> told = SourceFeed.told(connection);
        for (int number : numbers) {
            partitions.computeIfAbsent(number, none -> new HashMap<>()).forEach((stream, slot) -> slot.wanted()
                    .filter(record -> isPlayed(record, told.get(stream)))
                    .ifPresent(record -> slot.passOver()));
        }
        complete.addAll(numbers);
    }

    private static boolean isPlayed(SourceRecord record, Progress told) {
        return told != null && SourceStatus.isPlayed(told, record.revision());
    }

    @Override
    public void release(Set<Integer> numbers) {
        complete.removeAll(numbers);
        Map<String, StreamSlot> gone = new HashMap<>();
        numbers.forEach(number ->
                gone.putAll(Optional.ofNullable(partitions.remove(number)).orElse(Map.of())));
        end(gone);
        countPlaying();
    }

    /** Brings every stream nearer to what is wanted of it. */
    void tend() {
        for (int number : complete) {
            Map<String, StreamSlot> slots = partitions.get(number);
            slots.forEach((stream, slot) -> slot.tend());
            slots.entrySet().removeIf(entry -> {
                boolean over =
                        entry.getValue().wanted().isEmpty() && entry.getValue().isStill();
                if (over) {
                    tell(entry.getKey(), null);
                }
                return over;
            });
        }
        countPlaying();
    }

    /** Ends every stream. */
    @Override
    public void close() {
        release(Set.copyOf(partitions.keySet()));
        try {
            publisher.close();
        } catch (SendFailedException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private Optional<IngestService> open(SourceRecord record) {
        String stream = record.stream();
        try {
            if (settings.reserved().contains(stream)) {
                throw new SourceException(
                        "the command line of this worker plays a stream '" + stream + "' too; rename one of the two");
            }
            StreamPlan plan = StreamPlan.of(
                    stream,
                    record.spec()
                            .orElseThrow(
                                    () -> new SourceException(record.refusal().orElseThrow())),
                    defaults,
                    settings.credentials());
            IngestService service = new IngestService(
                    connection,
                    plan.settings(),
                    List.of(plan.source()),
                    Assignment.of(settings.name(), record.revision()));
            service.start();
            return Optional.of(service);
        } catch (SourceException | IllegalArgumentException e) {
            LOG.error("stream {}: {}", stream, e.getMessage());
            tell(stream, refusal(stream, e.getMessage()));
            return Optional.empty();
        }
    }

    private Progress refusal(String stream, String reason) {
        return new Progress(
                StreamProgress.job(stream),
                Progress.State.FAILED,
                reason,
                Instant.now(),
                Map.of(),
                Map.of(StreamProgress.WORKER, settings.name(), StreamProgress.PROBLEM, reason));
    }

    /** Says how a stream stands; nothing, that there is no such stream any more. */
    private void tell(String stream, Progress progress) {
        try {
            publisher.sendJson(Topic.PROGRESS, StreamProgress.job(stream), progress);
        } catch (SendFailedException e) {
            LOG.warn("{}", e.getMessage());
        }
    }

    private static void end(Map<String, StreamSlot> slots) {
        slots.values().forEach(StreamSlot::stop);
        long patientUntil = System.nanoTime() + END_WITHIN.toNanos();
        while (!slots.values().stream().allMatch(StreamSlot::isStill)) {
            if (System.nanoTime() > patientUntil) {
                slots.entrySet().stream()
                        .filter(slot -> !slot.getValue().isStill())
                        .forEach(slot -> LOG.warn(
                                "stream {} did not end within {} s and is left behind",
                                slot.getKey(),
                                END_WITHIN.toSeconds()));
                return;
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException("a worker's thread is not interrupted", e);
        }
    }

    private void countPlaying() {
        playing = (int) partitions.values().stream()
                .map(Map::values)
                .flatMap(Collection::stream)
                .filter(StreamSlot::isPlaying)
                .count();
    }
}
