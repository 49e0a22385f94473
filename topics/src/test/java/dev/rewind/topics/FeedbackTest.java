package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.LabelledClipHeaders.Origin;
import dev.rewind.topics.LabelledClipHeaders.Said;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeedbackTest {
    @Test
    void sendsWhichFramesWhatAPersonSaysAndWhatTheModelHadSaid(@TempDir Path directory) {
        Label label = new Label(
                "yard@night",
                Instant.EPOCH,
                Instant.EPOCH,
                List.of(new Label.Score("walk", 0.6), new Label.Score("run", 0.4)),
                new Label.Model("tiny-1", "5f2b"),
                new Label.Lineage(3, 120, 131, 16),
                null);
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0))) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            try (RecordPublisher publisher = new RecordPublisher(broker.connection(), "test")) {
                Feedback.on(label, new ClassName(" run ")).send(publisher);
            }

            List<ConsumerRecord<byte[], byte[]>> records =
                    TopicReader.readAll(broker.connection(), Topic.LABELLED_CLIPS);

            assertThat(records).hasSize(1);
            ConsumerRecord<byte[], byte[]> record = records.get(0);
            assertThat(new String(record.key())).isEqualTo("yard@night@3:120-131");
            assertThat(LabelledClipHeaders.read("yard@night@3:120-131", record.headers()))
                    .isEqualTo(new LabelledClipHeaders(
                            "run",
                            Origin.PERSON,
                            "yard@night",
                            Optional.of(ClipReference.CONTENT_TYPE),
                            Optional.of(new Said("walk", "tiny-1"))));
            assertThat(JsonSerde.of(ClipReference.class).deserializer().deserialize(record.topic(), record.value()))
                    .isEqualTo(ClipReference.of(label));
        }
    }

    @Test
    void readsTheIdOfAClipWhateverItsStreamIsCalled() {
        for (String stream : List.of("door", "yard@night", "a@1:2-3", "two\nlines", "€")) {
            ClipReference clip = new ClipReference(stream, 3, 120, 131);

            assertThat(ClipReference.parse(clip.id())).contains(clip);
        }
        for (String other :
                List.of("door", "clip42", "@3:1-2", "door@3:1", "door@-3:1-2", "door@3:1-99999999999999999999")) {
            assertThat(ClipReference.parse(other)).isEmpty();
        }
        assertThatThrownBy(() -> ClipReference.parse("door@3:9-8"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3/9 to 8");
    }

    @Test
    void takesForAClassNameWhatAPageCanShow() {
        assertThat(new ClassName(" waving \"both\" <b>hands</b> ").text()).isEqualTo("waving \"both\" <b>hands</b>");
        assertThatThrownBy(() -> new ClassName(" ")).hasMessageContaining("1 to 200 characters, but has 0");
        assertThatThrownBy(() -> new ClassName("x".repeat(201))).hasMessageContaining("but has 201");
        assertThatThrownBy(() -> new ClassName("wa\nving")).hasMessageContaining("'wa?ving'");
    }
}
