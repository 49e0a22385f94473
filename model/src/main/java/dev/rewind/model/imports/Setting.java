package dev.rewind.model.imports;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.json.StrictNode;
import dev.rewind.model.kernels.Thw;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * One value of a checkpoint's {@code cfg} that knows its key. Every accessor refuses a value of another type with a
 * {@link CheckpointException} that names file, key and value.
 *
 * @param file that holds the cfg
 * @param key such as {@code MVIT.PATCH_KERNEL} or {@code MVIT.PATCH_KERNEL[1]}
 * @param value never null, but maybe JSON's null, for Python's None
 */
record Setting(Path file, String key, JsonNode value) implements StrictNode {
    /** Bounds far above any network, so that a hostile cfg cannot ask for an endless one. */
    static final int LARGEST = 100_000;

    static final int MOST_LAYERS = 1_000;

    boolean isNone() {
        return value.isNull();
    }

    boolean flag() {
        if (!value.isBoolean()) {
            throw wrong("True or False");
        }
        return value.asBoolean();
    }

    /** What a list holds. */
    List<Setting> items() {
        if (!value.isArray()) {
            throw wrong("a list");
        }
        return IntStream.range(0, value.size())
                .mapToObj(i -> new Setting(file, key + "[" + i + "]", value.get(i)))
                .toList();
    }

    /** What a list holds, which must be as much as this. */
    List<Setting> items(int count) {
        List<Setting> items = items();
        if (items.size() != count) {
            throw wrong("a list of " + count);
        }
        return items;
    }

    /** Three sizes along time, height and width. */
    Thw sizes() {
        List<Setting> sizes = items(3);
        return new Thw(
                sizes.get(0).upTo(LARGEST),
                sizes.get(1).upTo(LARGEST),
                sizes.get(2).upTo(LARGEST));
    }

    /** Python writes None for JSON's null. */
    @Override
    public String shown() {
        return isNone() ? "None" : StrictNode.super.shown();
    }

    @Override
    public CheckpointException wrong(String wanted) {
        return new CheckpointException(file, "its cfg has " + key + " " + shown() + ", which should be " + wanted);
    }
}
