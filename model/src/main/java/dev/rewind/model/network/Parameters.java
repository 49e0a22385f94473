package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Some parameters, whole or certain rows of them, in the order in which a written function takes them. */
final class Parameters {
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param name null for a parameter that is not there
     * @param rows null for all
     */
    private record Part(String name, String rows) {}

    Parameters add(String... names) {
        for (String name : names) {
            parts.add(new Part(name, null));
        }
        return this;
    }

    Parameters addRows(String name, int from, int to) {
        parts.add(new Part(name, from + ":" + to));
        return this;
    }

    /** Keeps the places of parameters that are not there. */
    Parameters skip(int count) {
        for (int i = 0; i < count; i++) {
            parts.add(new Part(null, null));
        }
        return this;
    }

    /** Their arrays, sharing memory with those of the whole parameters; an empty one for each that is not there. */
    NDList of(NDManager manager, Function<String, NDArray> arrays) {
        NDArray none = manager.create(new Shape(0));
        NDList list = new NDList(parts.size());
        for (Part part : parts) {
            NDArray array = part.name == null ? none : arrays.apply(part.name);
            list.add(part.rows == null ? array : array.get(part.rows));
        }
        return list;
    }
}
