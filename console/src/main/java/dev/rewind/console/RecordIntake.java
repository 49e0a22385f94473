package dev.rewind.console;

import dev.rewind.topics.ClipReference;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Label;
import dev.rewind.topics.Progress;
import dev.rewind.topics.Question;
import dev.rewind.topics.Topic;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.sources.SourceRecord;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts records on the {@link Board}; one that cannot be read is counted and skipped. For one thread. */
final class RecordIntake {
    /** The topics this takes records of. */
    static final List<Topic> TOPICS =
            List.of(Topic.LABELS, Topic.PROGRESS, Topic.MODELS, Topic.QUESTIONS, Topic.SOURCES);

    private static final Logger LOG = LoggerFactory.getLogger(RecordIntake.class);
    // The board holds tens of thousands of records: these bounds are what bounds its memory.
    private static final int MAX_VALUE_BYTES = 64 * 1024;
    /** Pictures and profiles among them, which the board does not keep all of. */
    private static final int MAX_MODEL_BYTES = 4 << 20;

    private static final int MAX_NAME_CHARS = 200;
    private static final int SCORES_KEPT = 5;

    private static final JsonSerde<Label> LABELS = JsonSerde.of(Label.class);
    private static final JsonSerde<Progress> PROGRESS = JsonSerde.of(Progress.class);
    private static final JsonSerde<ModelRecord> MODELS = JsonSerde.of(ModelRecord.class);

    private static final JsonSerde<Question> QUESTIONS = JsonSerde.of(Question.class);

    private final Board board;
    private final Map<Topic, Long> unreadable = new EnumMap<>(Topic.class);

    RecordIntake(Board board) {
        this.board = board;
    }

    /** How many records of each topic could not be read, by topic name; a topic without any is left out. */
    Map<String, Long> unreadable() {
        Map<String, Long> byName = new TreeMap<>();
        unreadable.forEach((topic, count) -> byName.put(topic.topicName(), count));
        return byName;
    }

    void take(Topic topic, ConsumerRecord<byte[], byte[]> record) {
        try {
            switch (topic) {
                case LABELS -> takeLabel(record);
                case PROGRESS -> takeProgress(record);
                case MODELS -> takeModel(record);
                case QUESTIONS -> takeQuestion(record);
                case SOURCES -> takeSource(record);
                default -> throw new IllegalArgumentException("the console does not read " + topic.topicName());
            }
        } catch (UnreadableRecordException e) {
            long count = unreadable.merge(topic, 1L, Long::sum);
            // The first, second, fourth, ... are logged: a producer of garbage must not fill the disk.
            if (Long.bitCount(count) == 1) {
                LOG.warn(
                        "Skipped an unreadable record of {} at partition {}, offset {} ({} so far): {}",
                        topic.topicName(),
                        record.partition(),
                        record.offset(),
                        count,
                        e.getMessage().lines().findFirst().orElse(""));
            }
        }
    }

    private void takeLabel(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return;
        }
        board.add(checked(read(LABELS, record)));
    }

    private void takeProgress(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            board.removeJob(key(record));
            return;
        }
        Progress progress = read(PROGRESS, record);
        checkName("job", progress.job());
        board.put(progress);
    }

    private void takeModel(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            board.removeModel(key(record));
            return;
        }
        ModelRecord model = read(MODELS, record, MAX_MODEL_BYTES);
        checkName("model version", model.version());
        board.put(model);
    }

    private void takeQuestion(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            board.removeQuestion(key(record));
            return;
        }
        Question question = read(QUESTIONS, record);
        Label label = checked(question.label());
        String clip = ClipReference.of(label).id();
        if (!clip.equals(key(record))) {
            throw new UnreadableRecordException("its key '" + key(record) + "' is not the clip's id '" + clip + "'");
        }
        board.put(OpenQuestion.of(clip, new Question(label, question.uncertainty(), question.asked())));
    }

    /** One that cannot be read is shown as such: a person may have to remove it. */
    private void takeSource(ConsumerRecord<byte[], byte[]> record) {
        String stream = key(record);
        checkName("stream", stream);
        Optional<SourceRecord> source = SourceRecord.read(stream, record.timestamp(), record.value());
        if (source.isPresent()) {
            board.put(source.get());
        } else {
            board.removeSource(stream);
        }
    }

    private static <T> T read(JsonSerde<T> serde, ConsumerRecord<byte[], byte[]> record) {
        return read(serde, record, MAX_VALUE_BYTES);
    }

    private static <T> T read(JsonSerde<T> serde, ConsumerRecord<byte[], byte[]> record, int mostBytes) {
        if (record.value().length > mostBytes) {
            throw new UnreadableRecordException(
                    "it has " + record.value().length + " bytes, more than the " + mostBytes + " that are shown");
        }
        T value = serde.deserializer().deserialize(record.topic(), record.value());
        if (value == null) {
            throw new UnreadableRecordException("it is the JSON null");
        }
        return value;
    }

    /** The label with its best scores, once all of it can be shown. */
    private static Label checked(Label label) {
        checkName("stream", label.stream());
        checkName("model version", label.model().version());
        List<Label.Score> top = label.top().stream()
                .limit(SCORES_KEPT)
                .map(RecordIntake::checked)
                .toList();
        return new Label(
                label.stream(), label.from(), label.to(), top, label.model(), label.lineage(), label.latency());
    }

    private static Label.Score checked(Label.Score score) {
        checkName("class", Objects.requireNonNullElse(score.label(), ""));
        if (!(score.score() >= 0 && score.score() <= 1)) {
            throw new UnreadableRecordException(
                    "class '" + score.label() + "' has score " + score.score() + ", which is not in [0, 1]");
        }
        return score;
    }

    private static void checkName(String what, String name) {
        if (name == null || name.isBlank() || name.length() > MAX_NAME_CHARS) {
            throw new UnreadableRecordException("its " + what + " must have 1 to " + MAX_NAME_CHARS
                    + " characters, but has " + (name == null ? 0 : name.length()));
        }
    }

    private static String key(ConsumerRecord<byte[], byte[]> record) {
        return record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8);
    }
}
