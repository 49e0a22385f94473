package dev.rewind.inference;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.clips.FrameBundle;
import dev.rewind.inference.clips.FrameDecoder;
import dev.rewind.inference.clips.FrameRecovery;
import dev.rewind.inference.clips.FrameRef;
import dev.rewind.inference.clips.StreamId;
import dev.rewind.inference.overload.LoadWatch;
import dev.rewind.inference.overload.PartitionLoad;
import dev.rewind.inference.serving.LabelListener;
import dev.rewind.inference.serving.Scorer;
import dev.rewind.inference.smoothing.LabelSmoothing;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.FrameArchive;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition of {@code frames}: cuts clips as records come, and sends their labels, in order, as they are scored. What
 * it holds in memory can be built again from its two stores and the topic itself.
 */
final class LabelProcessor implements Processor<byte[], byte[], byte[], byte[]> {
    private static final Logger LOG = LoggerFactory.getLogger(LabelProcessor.class);
    private static final Duration DRAIN_EVERY = Duration.ofMillis(10);
    private static final Duration LOOK_FOR_SILENCE_EVERY = Duration.ofMillis(50);

    private final ClipSpec spec;
    private final InferenceSettings settings;
    private final Scorer scorer;
    private final FrameArchive archive;
    private final FrameDecoder decoder;
    private final LabelMaker labels;
    private final LabelListener listener;
    private final LoadWatch watch;
    private final CommitPace pace;
    private final Serializer<Label> labelJson = JsonSerde.of(Label.class).serializer();

    private ProcessorContext<byte[], byte[]> context;
    private DeadLetterSink deadLetters;
    private int partition;
    private LiveStreams streams;
    private PendingClips pending;
    private Optional<LabelSmoothing> smoothing;
    private PartitionLoad load;

    LabelProcessor(
            ClipSpec spec,
            InferenceSettings settings,
            Scorer scorer,
            FrameArchive archive,
            LabelListener listener,
            LoadWatch watch,
            CommitPace pace) {
        this.spec = spec;
        this.settings = settings;
        this.scorer = scorer;
        this.archive = archive;
        this.decoder = new FrameDecoder(spec);
        this.labels = new LabelMaker(settings.topK());
        this.listener = listener;
        this.watch = watch;
        this.pace = pace;
    }

    /**
     * Begins, once.
     *
     * @throws RevivedTaskException if Kafka Streams takes the same object up again
     */
    @Override
    public void init(ProcessorContext<byte[], byte[]> processorContext) {
        if (context != null) {
            throw new RevivedTaskException(processorContext.taskId());
        }
        context = processorContext;
        deadLetters = new DeadLetterSink(processorContext);
        partition = processorContext.taskId().partition();
        KeyValueStore<Long, StoredClip> clips = processorContext.getStateStore(LabelTopology.PENDING);
        pending = new PendingClips(clips, scorer, spec);
        streams = new LiveStreams(
                spec,
                settings,
                processorContext.getStateStore(LabelTopology.STREAMS),
                new IrregularityReports(processorContext),
                this::enqueue);
        smoothing = settings.smoothing()
                .map(asked -> new LabelSmoothing(
                        asked,
                        settings.topK(),
                        processorContext.getStateStore(LabelTopology.SCORES),
                        new EventSink(processorContext)::send));
        Duration clip = spec.period().multipliedBy(spec.frames());
        load = new PartitionLoad(watch, settings.overload(), partition, clip);
        resume(entries(clips));
        processorContext.schedule(DRAIN_EVERY, PunctuationType.WALL_CLOCK_TIME, this::drain);
        processorContext.schedule(LOOK_FOR_SILENCE_EVERY, PunctuationType.WALL_CLOCK_TIME, this::flushSilentStreams);
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        RecordMetadata where = context.recordMetadata().orElseThrow();
        long now = context.currentSystemTimeMs();
        streams.observe(record.timestamp(), now);
        load.read(record.timestamp(), now);
        try {
            String stream = StreamId.read(record.key());
            if (load.skips(stream, now)) {
                return;
            }
            FrameBundle bundle = decoder.decode(where.offset(), record.timestamp(), record.headers(), record.value());
            Arrival arrival = Arrival.of(FrameHeaders.read(record.headers(), record.timestamp()), now);
            streams.add(stream, bundle, arrival, context.currentSystemTimeMs()); // decoding took time
        } catch (UnreadableRecordException e) {
            deadLetters.send(record, where.partition(), where.offset(), e.getMessage());
            listener.deadLettered();
        }
    }

    @Override
    public void close() {
        if (pending != null) {
            pending.cancel();
            load.close();
        }
    }

    /** Hands a clip to the scorer, or something gives way. */
    private void enqueue(StoredClip stored, Clip clip, Arrival arrival, long now) {
        String stream = stored.stream();
        if (load.stretches(stream)) {
            return;
        }
        if (load.drops() && !pending.hasRoom()) {
            Optional<String> dropped = pending.giveUpOne(load::priority, load.priority(stream));
            load.dropped(dropped.orElse(stream), now);
            if (dropped.isEmpty()) {
                return;
            }
        }
        pending.add(stored, clip, arrival, now);
    }

    private void drain(long now) {
        Optional<PendingClips.Scored> scored = pending.poll();
        while (scored.isPresent()) {
            send(scored.get());
            pace.sent();
            scored = pending.poll();
        }
        if (pace.isDue(now)) {
            context.commit();
        }
        if (load.drops()) {
            pending.giveUp(now, (stream, waited) -> waited > load.limitMillis(stream))
                    .forEach(stream -> load.dropped(stream, now));
        }
        load.look(pending.oldestWait(now), now);
    }

    private void send(PendingClips.Scored scored) {
        long now = context.currentSystemTimeMs();
        if (!scored.scores().clip().areNumbers()) {
            giveUp(scored);
            return;
        }
        Label plain = labels.label(scored, partition, now);
        Label label = smoothing
                .map(smoother -> smoother.smooth(plain, scored.clip().epoch(), scored.scores()))
                .orElse(plain);
        byte[] json = labelJson.serialize(Topic.LABELS.topicName(), label);
        byte[] key = scored.clip().stream().getBytes(StandardCharsets.UTF_8);
        context.forward(new Record<>(key, json, now, new RecordHeaders()), LabelTopology.LABELS);
        listener.labelled(label, scored.scores());
    }

    private void giveUp(PendingClips.Scored scored) {
        List<FrameRef> frames = scored.clip().frames();
        long last = frames.get(frames.size() - 1).offset();
        String reason =
                "the model's scores for the clip of offsets " + frames.get(0).offset() + " to " + last
                        + " are not numbers; replace the model, then send the frames again";
        LOG.error("stream '{}': {}", scored.clip().stream(), reason);
        ConsumerRecord<byte[], byte[]> record =
                archive.read(partition, new TreeSet<>(List.of(last))).get(last);
        byte[] key = scored.clip().stream().getBytes(StandardCharsets.UTF_8);
        Record<byte[], byte[]> original = record == null
                ? new Record<>(key, null, 0)
                : new Record<>(record.key(), record.value(), Math.max(0, record.timestamp()), record.headers());
        deadLetters.send(original, partition, last, reason);
        listener.deadLettered();
    }

    private void flushSilentStreams(long now) {
        streams.flushSilent(now);
        smoothing.ifPresent(smoother -> smoother.endWhere(this::isOver));
    }

    private boolean isOver(String stream) {
        return streams.isSilent(stream) && !pending.holds(stream);
    }

    private void resume(Map<Long, StoredClip> clips) {
        long now = context.currentSystemTimeMs();
        Set<FrameRef> wanted = streams.storedFrames();
        clips.values().forEach(clip -> wanted.addAll(clip.frames()));
        FrameRecovery recovery = new FrameRecovery(archive, decoder, partition, wanted);
        streams.resume(recovery, now);
        clips.forEach((number, clip) -> recovery.clip(clip.frames())
                .ifPresentOrElse(
                        found -> pending.resume(number, clip, found, now), () -> pending.abandon(number, clip)));
    }

    private static Map<Long, StoredClip> entries(KeyValueStore<Long, StoredClip> store) {
        Map<Long, StoredClip> entries = new LinkedHashMap<>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> entries.put(entry.key, entry.value));
        }
        return entries;
    }
}
