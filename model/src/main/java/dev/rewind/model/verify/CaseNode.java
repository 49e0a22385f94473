package dev.rewind.model.verify;

import com.fasterxml.jackson.databind.JsonNode;
import dev.rewind.model.json.StrictNode;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A value of a case's JSON that knows where it stands. Every accessor throws a {@link CaseException} that names the place
 * when something else stands there.
 *
 * @param path from the top, such as {@code config.patch_kernel[1]}; empty for the top itself
 * @param value never null
 */
record CaseNode(String path, JsonNode value) implements StrictNode {
    /** Whether there is a value of that name, other than null. */
    boolean has(String key) {
        return value.hasNonNull(key);
    }

    /** The value of that name. */
    CaseNode get(String key) {
        String name = path.isEmpty() ? key : path + "." + key;
        if (!has(key)) {
            throw new CaseException("it has no '" + name + "'");
        }
        return new CaseNode(name, value.get(key));
    }

    /** The value at that place of a list. */
    CaseNode at(int index) {
        if (index >= items().size()) {
            throw new CaseException("'" + path + "' has no element " + index + ": " + shown());
        }
        return items().get(index);
    }

    /** What a list holds. */
    List<CaseNode> items() {
        if (!value.isArray()) {
            throw wrong("a list");
        }
        return IntStream.range(0, value.size())
                .mapToObj(i -> new CaseNode(path + "[" + i + "]", value.get(i)))
                .toList();
    }

    /** The names of what an object holds. */
    Stream<String> keys() {
        if (!value.isObject()) {
            throw wrong("an object");
        }
        Iterable<String> names = value::fieldNames;
        return StreamSupport.stream(names.spliterator(), false);
    }

    boolean flag() {
        if (!value.isBoolean()) {
            throw wrong("true or false");
        }
        return value.asBoolean();
    }

    @Override
    public CaseException wrong(String wanted) {
        return new CaseException("'" + path + "' should be " + wanted + ", but is " + shown());
    }
}
