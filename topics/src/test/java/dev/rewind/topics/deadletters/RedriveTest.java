package dev.rewind.topics.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.DeadLetters;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicReader;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a real broker, put back. */
final class RedriveTest {
    private static final byte[] CUT_OFF = {(byte) 0xff, (byte) 0xd8, 0, (byte) 0xc3};

    @TempDir
    private Path directory;

    private EmbeddedBroker broker;
    private RecordPublisher publisher;

    @BeforeEach
    void startBroker() {
        broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(directory, 0));
        TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
        publisher = new RecordPublisher(broker.connection(), "test");
    }

    @AfterEach
    void stopBroker() {
        publisher.close();
        broker.close();
    }

    @Test
    void putsARecordBackAsItWasAndRemembersIt() {
        ConsumerRecord<byte[], byte[]> sent = send(Topic.FRAMES, "door", CUT_OFF);
        bury(sent);
        DeadLetter letter = onlyLetter();
        assertThat(letter.name()).contains("door");
        assertThat(letter.about().reason()).isEqualTo("is cut off; send the whole picture");

        redrive(letter);

        List<ConsumerRecord<byte[], byte[]>> frames = read(Topic.FRAMES);
        assertThat(frames).hasSize(2);
        ConsumerRecord<byte[], byte[]> back = frames.get(1);
        assertThat(back.partition()).isEqualTo(sent.partition());
        assertThat(back.timestamp()).isEqualTo(sent.timestamp());
        assertThat(back.key()).isEqualTo(sent.key());
        assertThat(back.value()).isEqualTo(CUT_OFF);
        assertThat(names(back.headers())).containsExactly("mine", "redrive-attempts");
        assertThat(letters().values()).singleElement().matches(Optional::isPresent);

        bury(back);
        assertThat(letters().keySet()).extracting(DeadLetter::attempts).containsExactly(0, 1);
        assertThat(letters().values()).extracting(Optional::isPresent).containsExactly(true, false);
    }

    @Test
    void bringsBackWhatWasTooLargeToBeRepeated() {
        byte[] large = new byte[1_020_000];
        new Random(3).nextBytes(large);
        ConsumerRecord<byte[], byte[]> sent = send(Topic.FRAMES, "door", large);
        bury(sent);
        DeadLetter letter = onlyLetter();
        assertThat(letter.value()).isNull();
        assertThat(letter.bytes()).isEqualTo(large.length);
        try (Origins origins = new Origins(broker.connection())) {
            assertThat(origins.value(letter)).contains(large);
        }

        redrive(letter);

        assertThat(read(Topic.FRAMES).get(1).value()).isEqualTo(large);
        assertThat(names(read(Topic.FRAMES).get(1).headers())).containsExactly("mine", "redrive-attempts");
    }

    @Test
    void saysWhatStandsInTheWay() {
        new DeadLetters(publisher).publish("yard", "/videos/letter.mp4", "is no video; convert it");
        bury(new ConsumerRecord<>("frames", 0, 1000, bytes("gone"), new byte[2_000_000]));
        bury(new ConsumerRecord<>("frames", 99, 0, bytes("moved"), CUT_OFF));
        bury(new ConsumerRecord<>("dropped", 0, 0, bytes("dropped"), CUT_OFF));
        ConsumerRecord<byte[], byte[]> clip = send(Topic.LABELLED_CLIPS, "clip42", CUT_OFF);
        send(Topic.LABELLED_CLIPS, "clip42", new byte[] {1});
        bury(clip);

        Map<String, String> obstacles = new LinkedHashMap<>();
        try (Origins origins = new Origins(broker.connection())) {
            for (DeadLetter letter : letters().keySet()) {
                obstacles.put(
                        letter.name().orElse("?"), origins.obstacle(letter).orElse("none"));
            }
        }

        assertThat(obstacles).hasSize(5);
        assertThat(obstacles.get("yard")).contains("no record of a topic");
        assertThat(obstacles.get("gone")).contains("is gone from frames 0/1000");
        assertThat(obstacles.get("moved")).contains("no partition 99 of a topic 'frames'");
        assertThat(obstacles.get("dropped")).contains("no partition 0 of a topic 'dropped'");
        assertThat(obstacles.get("clip42")).contains("newer record of the same key");
    }

    @Test
    void aSecondRedriveEndsTheFirstWhichPutsNothingBackAnyMore() {
        bury(send(Topic.FRAMES, "door", CUT_OFF));
        DeadLetter letter = onlyLetter();
        try (Origins origins = new Origins(broker.connection());
                Redrive first = new Redrive(broker.connection(), origins);
                Redrive second = new Redrive(broker.connection(), origins)) {
            second.putBack(letter);

            assertThatThrownBy(() -> first.putBack(letter))
                    .isInstanceOf(DeadLetterException.class)
                    .hasMessageContainingAll(letter.id().toString(), "another redrive has begun");
        }
        assertThat(read(Topic.FRAMES)).hasSize(2);
    }

    @Test
    void readsLettersOfOlderVersionsAndOtherPrograms() {
        Headers older = new RecordHeaders()
                .add("dead-letter-topic", bytes("frames"))
                .add("dead-letter-partition", bytes("1"))
                .add("dead-letter-offset", bytes("5"))
                .add("dead-letter-reason", bytes("no JPEG (too large to repeat here: read it at that offset)"));
        publisher.send(Topic.DEAD_LETTERS, null, null, older);
        publisher.send(Topic.DEAD_LETTERS, "strange", CUT_OFF, none().add("dead-letter-partition", bytes("minus one")));
        publisher.flush();

        Map<String, DeadLetter> found = new LinkedHashMap<>();
        letters().keySet().forEach(letter -> found.put(letter.name().orElse("no key"), letter));
        assertThat(found.get("no key").isLeftBehind()).isTrue();
        assertThat(found.get("no key").about().origin()).hasToString("Optional[frames 1/5]");
        assertThat(found.get("strange").about().origin()).isEmpty();
        assertThat(found.get("strange").about().reason()).isEqualTo("(no reason given)");
        assertThat(new DeadLetterLog(broker.connection()).find(DeadLetter.Id.parse("3:99")))
                .isEmpty();
        assertThat(new DeadLetterLog(broker.connection()).find(DeadLetter.Id.parse("99:0")))
                .isEmpty();
    }

    private void redrive(DeadLetter letter) {
        try (Origins origins = new Origins(broker.connection());
                Redrive redrive = new Redrive(broker.connection(), origins)) {
            assertThat(origins.obstacle(letter)).isEmpty();
            redrive.putBack(letter);
        }
    }

    private ConsumerRecord<byte[], byte[]> send(Topic topic, String key, byte[] value) {
        publisher.send(topic, key, value, none().add("mine", new byte[] {9}));
        publisher.flush();
        List<ConsumerRecord<byte[], byte[]>> all = read(topic);
        return all.get(all.size() - 1);
    }

    private void bury(ConsumerRecord<byte[], byte[]> record) {
        new DeadLetters(publisher).publish(record, "is cut off; send the whole picture");
        publisher.flush();
    }

    private DeadLetter onlyLetter() {
        assertThat(letters()).hasSize(1);
        return letters().keySet().iterator().next();
    }

    private Map<DeadLetter, Optional<Instant>> letters() {
        Map<DeadLetter, Optional<Instant>> letters = new LinkedHashMap<>();
        new DeadLetterLog(broker.connection()).read(letters::put);
        return letters;
    }

    private List<ConsumerRecord<byte[], byte[]>> read(Topic topic) {
        return TopicReader.readAll(broker.connection(), topic);
    }

    private static List<String> names(Headers headers) {
        return List.of(headers.toArray()).stream().map(header -> header.key()).toList();
    }

    private static Headers none() {
        return new RecordHeaders();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
