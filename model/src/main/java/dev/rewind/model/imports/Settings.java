package dev.rewind.model.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.rewind.model.checkpoint.CheckpointException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * A checkpoint's {@code cfg}: PySlowFast's YAML, and its defaults where the file is silent. The text is not trusted: it is
 * read as plain data, tags and all, an alias stays a name, and its length and depth are bounded.
 */
final class Settings {
    private static final int MAX_LENGTH = 1 << 18; // a whole config has 20,000 characters
    private static final int MAX_DEPTH = 20;
    private static final ObjectMapper YAML = YAMLMapper.builder(YAMLFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final JsonNode DEFAULTS = defaults();

    private final Path file;
    private final JsonNode root;

    private Settings(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads the text.
     *
     * @param file that holds it
     * @throws CheckpointException if it is no YAML, or too much of it
     */
    static Settings of(Path file, String text) {
        if (text.length() > MAX_LENGTH) {
            throw unreadable(file, "it has " + text.length() + " characters, more than " + MAX_LENGTH);
        }
        try {
            JsonNode root = YAML.readTree(text);
            if (!root.isObject()) {
                throw unreadable(file, "it is no mapping");
            }
            return new Settings(file, root);
        } catch (JsonProcessingException e) {
            throw unreadable(file, e.getOriginalMessage());
        }
    }

    /** Whether the file itself says anything of a key such as {@code TRAIN.DATASET}. */
    boolean says(String key) {
        return !find(root, key).isMissingNode();
    }

    /** What the file says, or PySlowFast's default. */
    Setting get(String key) {
        JsonNode said = find(root, key);
        return new Setting(file, key, tuple(said.isMissingNode() ? find(DEFAULTS, key) : said));
    }

    /**
     * Refuses what a network here cannot do.
     *
     * @param have what it can, in words
     */
    void refuseUnless(boolean supported, String key, String have) {
        if (!supported) {
            throw new CheckpointException(
                    file, "its cfg wants " + key + " " + get(key).shown() + ", but the networks here have " + have);
        }
    }

    private JsonNode find(JsonNode from, String key) {
        JsonNode node = from;
        for (String step : key.split("\\.")) {
            if (!node.isObject() && !node.isMissingNode()) {
                throw unreadable(
                        file, "where " + key + " should be is no mapping, but " + new Setting(file, key, node).shown());
            }
            node = node.path(step);
        }
        return node;
    }

    /** A config written by hand may hold Python's tuples, which YAML takes for text. */
    private static JsonNode tuple(JsonNode value) {
        String text = value.asText().strip();
        if (!value.isTextual() || !text.startsWith("(") || !text.endsWith(")")) {
            return value;
        }
        try {
            return YAML.readTree("[" + text.substring(1, text.length() - 1) + "]");
        } catch (JsonProcessingException e) {
            return value; // the one who wants a list will refuse it
        }
    }

    private static JsonNode defaults() {
        try (InputStream in = Settings.class.getResourceAsStream("slowfast-defaults.yaml")) {
            return YAML.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CheckpointException unreadable(Path file, String problem) {
        return new CheckpointException(file, "its cfg cannot be read: " + problem + "; is it a file of PySlowFast?");
    }
}
