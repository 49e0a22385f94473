package dev.rewind.inference.replay;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.clips.ClipAssembler;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.FrameBundle;
import dev.rewind.inference.clips.FrameDecoder;
import dev.rewind.inference.clips.StreamId;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Cuts the clips of a stretch of {@code frames} as inference does, one partition after another. The stretch goes by the
 * timestamps of the records. Where a stream is silent is told by those as well: they are the clock of that time.
 */
public final class FramesWalk implements ClipWalk {
    private static final long FORGET_AFTER_MILLIS = Duration.ofHours(1).toMillis();

    /** Every stream is asked whether it fell silent, which need not be done for each record. */
    private static final long LOOK_FOR_SILENCE_EVERY_MILLIS = 50;

    private final KafkaConnection connection;
    private final Stretch stretch;
    private final ClipSpec spec;
    private final ClipRules rules;
    private final Duration silence;
    private final FrameDecoder decoder;

    /**
     * Of a cluster.
     *
     * @param spec what the model takes
     * @param rules how the clips of each stream are cut
     * @param silence of a stream until a clip too short for the model counts as it is
     */
    public FramesWalk(KafkaConnection connection, Stretch stretch, ClipSpec spec, ClipRules rules, Duration silence) {
        this.connection = connection;
        this.stretch = stretch;
        this.spec = spec;
        this.rules = rules;
        this.silence = silence;
        this.decoder = new FrameDecoder(spec);
    }

    @Override
    public void walk(Consumer<PastClip> clip, Consumer<String> passedOver) {
        try (TopicScan scan = new TopicScan(connection, Topic.FRAMES.topicName())) {
            Map<TopicPartition, Long> from = scan.at(stretch.from());
            Map<TopicPartition, Long> until = scan.at(stretch.to());
            for (int number = 0; number < scan.partitions(); number++) {
                TopicPartition partition = new TopicPartition(Topic.FRAMES.topicName(), number);
                PartitionWalk walk = new PartitionWalk(number, clip, passedOver);
                scan.read(Map.of(partition, from.get(partition)), Map.of(partition, until.get(partition)), walk::take);
                walk.end();
            }
        }
    }

    /** A stream, and when it counts as silent, in milliseconds since 1970. */
    private record LiveStream(ClipAssembler assembler, long quietAt) {}

    /** One partition, whose clock is the latest timestamp so far. */
    private final class PartitionWalk {
        private final int partition;
        private final Consumer<PastClip> clips;
        private final Consumer<String> passedOver;
        private final Map<String, LiveStream> streams = new HashMap<>();
        private long clock;
        private long lookedAt;

        private PartitionWalk(int partition, Consumer<PastClip> clips, Consumer<String> passedOver) {
            this.partition = partition;
            this.clips = clips;
            this.passedOver = passedOver;
        }

        private void take(ConsumerRecord<byte[], byte[]> record) {
            clock = Math.max(clock, record.timestamp());
            if (clock - lookedAt >= LOOK_FOR_SILENCE_EVERY_MILLIS) {
                lookedAt = clock;
                flushSilentStreams();
            }
            try {
                String stream = StreamId.read(record.key());
                if (stretch.streams().test(stream)) {
                    add(stream, decoder.decode(record.offset(), record.timestamp(), record.headers(), record.value()));
                }
            } catch (UnreadableRecordException e) {
                passedOver.accept("the record at offset " + record.offset() + " of partition " + partition + " of '"
                        + record.topic() + "' cannot be read: " + e.getMessage());
            }
        }

        private void add(String stream, FrameBundle bundle) {
            LiveStream known = streams.get(stream);
            ClipAssembler assembler =
                    known == null ? new ClipAssembler(spec, rules.cut(stream, spec), silence) : known.assembler();
            long before = assembler.taken();
            assembler.add(bundle).forEach(clip -> give(stream, assembler, clip));
            if (assembler.taken() > before) { // a stream that only repeats itself falls silent all the same
                streams.put(stream, new LiveStream(assembler, clock + bundle.spanMillis() + silence.toMillis()));
            }
        }

        private void flushSilentStreams() {
            Iterator<Map.Entry<String, LiveStream>> each = streams.entrySet().iterator();
            while (each.hasNext()) {
                Map.Entry<String, LiveStream> entry = each.next();
                ClipAssembler assembler = entry.getValue().assembler();
                long quiet = clock - entry.getValue().quietAt();
                if (quiet >= 0) {
                    assembler.flush().ifPresent(clip -> give(entry.getKey(), assembler, clip));
                }
                if (quiet >= FORGET_AFTER_MILLIS) {
                    each.remove();
                }
            }
        }

        /** The stretch may end in the middle of a clip: that is none. */
        private void end() {
            Instant now = Instant.now();
            clock = (stretch.to().isBefore(now) ? stretch.to() : now).toEpochMilli();
            flushSilentStreams();
        }

        private void give(String stream, ClipAssembler assembler, Clip clip) {
            Label.Cut cut = assembler.cut().inWords(spec).orElse(null);
            clips.accept(new PastClip(stream, partition, clip, cut, Optional.empty()));
        }
    }
}
