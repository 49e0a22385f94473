package dev.rewind.training.service;

import dev.rewind.model.ModelManifest;
import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.training.TrainingProgress;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordingReader;
import dev.rewind.training.evaluate.Evaluation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads clips and trains in turn, in one thread: no consumer group waits for it, so a round may take as long as it likes. */
final class TrainingLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TrainingLoop.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss-SSS").withZone(ZoneOffset.UTC);
    private static final String NEXT = "next";

    private final TrainingServiceSettings settings;
    private final String preset;
    private final Path roundFolder;
    private final ClipStore store;
    private final Round round;
    private final Consumer<String, byte[]> consumer;
    private final RecordPublisher publisher;
    private final DeadLetters deadLetters;
    private final CandidatePublisher candidates;
    private final Map<TopicPartition, Long> seen = new HashMap<>(); // offsets behind what rounds have seen
    private volatile boolean stopping;

    TrainingLoop(
            KafkaConnection connection,
            TrainingServiceSettings settings,
            ModelManifest parent,
            RecordingReader reader) {
        this.settings = settings;
        this.preset = parent.preset();
        this.roundFolder = settings.workDirectory().resolve("round");
        this.store = new ClipStore(
                settings, file -> reader.read(file, Footage.live(parent.clip()).scaling()));
        this.round = new Round(settings, reader, this::requireRunning);
        this.candidates = new CandidatePublisher(connection);
        try {
            this.consumer = ClipConsumer.open(connection);
        } catch (RuntimeException e) {
            candidates.close();
            throw e;
        }
        this.publisher = new RecordPublisher(connection, "training");
        this.deadLetters = new DeadLetters(publisher);
    }

    /** Works until {@link #stop}. */
    void run() {
        try {
            consumer.committed(consumer.assignment())
                    .forEach((partition, committed) -> seen.put(partition, committed == null ? 0 : committed.offset()));
            boolean changed = true;
            boolean swept = false;
            while (!stopping) {
                ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
                records.forEach(this::apply);
                changed |= !records.isEmpty();
                // A round on a half-read topic would forget what the other half says.
                if (changed && isCaughtUp()) {
                    if (!swept) {
                        store.sweep();
                        swept = true;
                    }
                    changed = false;
                    considerRound();
                }
            }
        } catch (WakeupException | CancellationException e) {
            LOG.debug("stopped", e);
        }
    }

    /** Asks {@link #run} to return soon, from any thread; a round that is under way is left. */
    void stop() {
        stopping = true;
        consumer.wakeup();
    }

    private void apply(ConsumerRecord<String, byte[]> record) {
        try {
            store.apply(record);
        } catch (UnreadableRecordException e) {
            // Those before were put there when a round last saw the topic.
            if (record.offset() >= seen.get(partition(record.partition()))) {
                LOG.warn("clip '{}' goes to {}: {}", record.key(), Topic.DEAD_LETTERS.topicName(), e.getMessage());
                deadLetters.publish(record, e.getMessage());
            }
        }
    }

    private boolean isCaughtUp() {
        return consumer.assignment().stream()
                .allMatch(partition -> consumer.currentLag(partition).orElse(1) == 0);
    }

    private void considerRound() {
        List<StoredClip> clips = store.clips();
        HeldOut parts = HeldOut.split(clips, settings.heldOut());
        Optional<String> missing = missing(clips, parts);
        if (missing.isPresent()) {
            report(NEXT, Progress.State.WAITING, missing.get(), Map.of("clips", (double) clips.size()));
        } else {
            publisher.flush(); // dead letters must lie there before their records count as seen
            train(parts);
        }
    }

    /** What a round still waits for. */
    private Optional<String> missing(List<StoredClip> clips, HeldOut parts) {
        long fresh = clips.stream()
                .filter(clip -> clip.offset() >= seen.get(partition(clip.partition())))
                .count();
        if (clips.size() < settings.minClips()) {
            return Optional.of("has " + clips.size() + " of the " + settings.minClips() + " clips a round needs");
        }
        if (fresh < settings.newClips()) {
            return Optional.of("has " + fresh + " of the " + settings.newClips() + " new clips a round needs");
        }
        if (parts.classes() < 2) {
            return Optional.of(
                    "has clips of " + parts.classes() + " of the 2 classes a round needs besides those held" + " out");
        }
        if (parts.held().isEmpty()) {
            return Optional.of("holds out none of its clips; send clips of more groups");
        }
        return Optional.empty();
    }

    private void train(HeldOut parts) {
        Map<TopicPartition, OffsetAndMetadata> behind = new HashMap<>();
        consumer.assignment()
                .forEach(partition -> behind.put(partition, new OffsetAndMetadata(consumer.position(partition))));
        String version = preset + "-" + VERSION.format(Instant.now());
        Map<String, Double> sizes = Map.of(
                "clips", (double) parts.training().size(),
                "heldOut", (double) parts.held().size());
        report(version, Progress.State.STARTING, null, sizes);
        try {
            delete(roundFolder);
            Evaluation evaluation = round.run(parts, version, roundFolder, progress -> report(version, progress));
            requireRunning();
            candidates.publish(roundFolder, evaluation, new ModelWriter.Read(behind, consumer.groupMetadata()));
            report(
                    version,
                    Progress.State.DONE,
                    "waits for the gate",
                    Map.of("top1", evaluation.top1(), "top5", evaluation.top5(), "clips", (double) evaluation.clips()));
            LOG.info("published {}: top-1 {} of {} clips", version, evaluation.top1(), evaluation.clips());
        } catch (CancellationException e) {
            report(version, Progress.State.WAITING, "left by a stop; the next start trains again", Map.of());
            throw e;
        } catch (TrainingServiceException e) {
            report(version, Progress.State.FAILED, e.getMessage(), Map.of());
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("the round {} failed; the next waits for more clips", version, e);
            report(version, Progress.State.FAILED, e.getMessage(), Map.of());
        } finally {
            delete(roundFolder);
        }
        behind.forEach((partition, offset) -> seen.put(partition, offset.offset()));
    }

    private void report(String version, TrainingProgress progress) {
        report(
                version,
                Progress.State.RUNNING,
                "epoch " + progress.epoch(),
                Map.of(
                        "loss", progress.loss(),
                        "accuracy", progress.accuracy(),
                        "clipsPerSecond", progress.clipsPerSecond(),
                        "done", progress.done()));
    }

    private void report(String version, Progress.State state, String detail, Map<String, Double> figures) {
        String job = "training/" + version;
        publisher.sendJson(Topic.PROGRESS, job, new Progress(job, state, detail, Instant.now(), figures));
    }

    private void requireRunning() {
        if (stopping) {
            throw new CancellationException("the training service stops");
        }
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(Topic.LABELLED_CLIPS.topicName(), number);
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + folder + ": " + e + "; is it writable?", e);
        }
    }

    /** Not before {@link #run} has returned. */
    @Override
    public void close() {
        try (consumer;
                candidates) {
            publisher.close();
        }
    }
}
