package dev.rewind.inference.replay;

import dev.rewind.inference.clips.Clip;
import dev.rewind.inference.clips.Frame;
import dev.rewind.inference.recall.ClipRecall;
import dev.rewind.inference.recall.RecallException;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicScan;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.frames.KafkaFrameArchive;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Brings back the very clips that labels of a stretch were made of, whose last frame was captured in it. Where another
 * model takes fewer frames than a clip has, it gets some of them, evenly spread; one that takes more sees the last again.
 */
public final class LabelsWalk implements ClipWalk {
    /** So many labels' records are in memory at a time. */
    private static final int AT_ONCE = 64;

    private final KafkaConnection connection;
    private final Stretch stretch;
    private final ClipSpec spec;
    private final RecentFrames frames;
    private final ClipRecall recall;

    /**
     * Of a cluster.
     *
     * @param spec what the model takes
     */
    public LabelsWalk(KafkaConnection connection, Stretch stretch, ClipSpec spec) {
        this.connection = connection;
        this.stretch = stretch;
        this.spec = spec;
        this.frames = new RecentFrames(new KafkaFrameArchive(connection));
        this.recall = new ClipRecall(frames);
    }

    @Override
    public void walk(Consumer<PastClip> clip, Consumer<String> passedOver) {
        List<Label> waiting = new ArrayList<>();
        try (TopicScan scan = new TopicScan(connection, Topic.LABELS.topicName());
                Deserializer<Label> json = JsonSerde.of(Label.class).deserializer()) {
            // A label comes after its frames, however long after.
            scan.readFrom(scan.at(stretch.from()), record -> {
                try {
                    Label label = json.deserialize(record.topic(), record.value());
                    if (label != null
                            && stretch.holds(label.to())
                            && stretch.streams().test(label.stream())) {
                        waiting.add(label);
                    }
                } catch (UnreadableRecordException e) {
                    passedOver.accept(e.getMessage());
                }
                if (waiting.size() == AT_ONCE) {
                    bringBack(waiting, clip, passedOver);
                }
            });
        }
        bringBack(waiting, clip, passedOver);
    }

    private void bringBack(List<Label> labels, Consumer<PastClip> clips, Consumer<String> passedOver) {
        frames.fetch(labels);
        for (Label label : labels) {
            try {
                Clip clip = fitting(recall.clip(label, spec).clip());
                clips.accept(new PastClip(
                        label.stream(),
                        label.lineage().partition(),
                        clip,
                        label.lineage().cut(),
                        Optional.of(label)));
            } catch (RecallException e) {
                passedOver.accept(e.getMessage());
            }
        }
        labels.clear();
    }

    private Clip fitting(Clip clip) {
        List<Frame> all = clip.frames();
        int wanted = spec.frames();
        if (all.size() <= wanted) {
            return clip;
        }
        float step = wanted == 1 ? 0 : (all.size() - 1) / (float) (wanted - 1);
        return new Clip(
                IntStream.range(0, wanted)
                        .mapToObj(i -> all.get(Math.round(i * step)))
                        .toList(),
                clip.epoch());
    }
}
