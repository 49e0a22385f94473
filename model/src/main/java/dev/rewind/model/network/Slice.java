package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDScope;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Some samples of a batch.
 *
 * @param from the first
 * @param to the first after them
 */
record Slice(long from, long to) {
    /** The samples of [B, ...], sharing its memory. */
    NDArray of(NDArray batch) {
        return batch.get(from + ":" + to);
    }

    Streams of(Streams batch) {
        return new Streams(of(batch.x1()), of(batch.x2()));
    }

    /** Takes a batch through an action, so many samples at a time; what each makes is freed before the next begins. */
    static void forEach(long batch, int size, Consumer<Slice> action) {
        for (long from = 0; from < batch; from += size) {
            try (NDScope scope = new NDScope()) {
                action.accept(new Slice(from, Math.min(batch, from + size)));
            }
        }
    }

    /** Takes a batch through a function, so many samples at a time, and puts the results together. */
    static NDArray concatenate(long batch, int size, Function<Slice, NDArray> function) {
        NDList parts = new NDList();
        forEach(batch, size, slice -> {
            NDArray part = function.apply(slice);
            NDScope.unregister(part);
            parts.add(part);
        });
        if (parts.size() == 1) {
            NDScope.register(parts.get(0));
            return parts.get(0);
        }
        try (parts) {
            return NDArrays.concat(parts, 0);
        }
    }
}
