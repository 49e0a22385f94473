package dev.rewind.inference;

import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What an earlier version left on a broker, byte for byte: never to be written anew. A newer form of the state gets a folder
 * of its own beside these.
 *
 * @param folder the version of the state, from 1; in it a text file for each topic, with a record a line: its key in
 *     hexadecimal, a blank, its JSON, which a deletion has none of; and for each record of {@code frames} its headers and
 *     its value
 */
record OlderBytes(String folder) {
    /** A record of a store's changelog, where null deletes, of {@code labels} or of {@code events}. */
    record Entry(byte[] key, byte[] json) {
        private static Entry of(String line) {
            int blank = line.indexOf(' ');
            String json = line.substring(blank + 1);
            return new Entry(
                    HexFormat.of().parseHex(line.substring(0, blank)),
                    json.isEmpty() ? null : json.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** The records of a topic, oldest first. */
    List<Entry> entries(String topic) {
        return new String(bytes(topic + ".txt"), StandardCharsets.UTF_8)
                .lines()
                .map(Entry::of)
                .toList();
    }

    /**
     * Puts the frames, the stores and the offset up to which the frames were read on a broker that has the topics.
     *
     * @param group that the older inference belonged to
     * @param partition of {@code frames} that the records were read from
     */
    void leaveOn(EmbeddedBroker broker, String group, int partition) throws Exception {
        List<String> stores = Stream.of("streams", "pending", "scores")
                .filter(store -> has(store + ".txt"))
                .toList();
        int records = (int) IntStream.iterate(0, record -> has("frames-" + record + ".value"), record -> record + 1)
                .count();
        try (Admin admin = Admin.create(broker.connection().clientSettings());
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                        broker.connection().clientSettings(), new ByteArraySerializer(), new ByteArraySerializer())) {
            int partitions = TopicSetup.Layout.embedded().partitions();
            for (String store : stores) {
                NewTopic changelog = new NewTopic(group + "-" + store + "-changelog", partitions, (short) 1)
                        .configs(Map.of("cleanup.policy", "compact"));
                admin.createTopics(List.of(changelog)).all().get();
                for (Entry entry : entries(store)) {
                    producer.send(new ProducerRecord<>(changelog.name(), partition, entry.key(), entry.json()))
                            .get();
                }
            }
            byte[] stream = entries("streams").get(0).key();
            for (int record = 0; record < records; record++) {
                producer.send(new ProducerRecord<>("frames", partition, stream, frames(record), frameHeaders(record)))
                        .get();
            }
            admin.alterConsumerGroupOffsets(
                            group, Map.of(new TopicPartition("frames", partition), new OffsetAndMetadata(records)))
                    .all()
                    .get();
        }
    }

    Headers frameHeaders(int record) {
        Headers headers = new RecordHeaders();
        new String(bytes("frames-" + record + ".headers"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(": ", 2))
                .forEach(parts -> headers.add(parts[0], parts[1].getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    private byte[] frames(int record) {
        return bytes("frames-" + record + ".value");
    }

    private boolean has(String file) {
        return OlderBytes.class.getResource(resource(file)) != null;
    }

    private byte[] bytes(String file) {
        try (InputStream in = OlderBytes.class.getResourceAsStream(resource(file))) {
            if (in == null) {
                throw new IllegalArgumentException("there is no test resource " + resource(file));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String resource(String file) {
        return "/older/" + folder + "/" + file;
    }
}
