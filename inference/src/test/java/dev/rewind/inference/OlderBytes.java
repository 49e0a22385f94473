package dev.rewind.inference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * What an earlier version left on a broker, byte for byte: never to be written anew. A newer form of the state gets a folder
 * of its own beside these.
 *
 * @param folder the version of the state, from 1; in it a text file for each topic, with a record a line: its key in
 *     hexadecimal, a blank, its JSON; and for each record of {@code frames} its headers and its value
 */
record OlderBytes(String folder) {
    /** A record of a store's changelog, or of {@code labels}. */
    record Entry(byte[] key, byte[] json) {}

    /** The records of a topic, oldest first. */
    List<Entry> entries(String topic) {
        return new String(bytes(topic + ".txt"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(" ", 2))
                .map(parts -> new Entry(HexFormat.of().parseHex(parts[0]), parts[1].getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    Headers frameHeaders(int record) {
        Headers headers = new RecordHeaders();
        new String(bytes("frames-" + record + ".headers"), StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.split(": ", 2))
                .forEach(parts -> headers.add(parts[0], parts[1].getBytes(StandardCharsets.UTF_8)));
        return headers;
    }

    byte[] frames(int record) {
        return bytes("frames-" + record + ".value");
    }

    private byte[] bytes(String file) {
        String resource = "/older/" + folder + "/" + file;
        try (InputStream in = OlderBytes.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no test resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
