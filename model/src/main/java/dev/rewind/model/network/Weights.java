package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A network's parameters in native memory, under their names in the published state dict. Closing it frees those it
 * created.
 */
public final class Weights implements AutoCloseable {
    private final NDManager manager;
    private final boolean owned;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    private Weights(NDManager manager, boolean owned) {
        this.manager = manager;
        this.owned = owned;
    }

    /** Where the values of a parameter come from. */
    @FunctionalInterface
    public interface Values {
        /** All values of the parameter of that name and shape, row-major. */
        FloatBuffer of(String name, Shape shape);
    }

    /**
     * Creates every parameter that a network declares.
     *
     * @param parent the manager whose device holds the arrays
     * @param shapes name and shape of each parameter, in order
     * @param values where their values come from
     */
    public static Weights create(NDManager parent, Map<String, Shape> shapes, Values values) {
        Weights weights = new Weights(parent.newSubManager(), true);
        try {
            int largest = shapes.values().stream()
                    .mapToInt(shape -> Math.toIntExact(shape.size()))
                    .max()
                    .orElse(0);
            ByteBuffer staging = ByteBuffer.allocateDirect(Math.multiplyExact(Float.BYTES, largest))
                    .order(ByteOrder.nativeOrder());
            shapes.forEach((name, shape) -> {
                staging.clear().asFloatBuffer().put(values.of(name, shape));
                staging.limit(Math.toIntExact(Float.BYTES * shape.size()));
                // A copy, because an array keeps the buffer it was created from until the collector runs.
                NDArray array;
                try (NDArray view = weights.manager.create(staging, shape, DataType.FLOAT32)) {
                    array = view.duplicate();
                }
                weights.arrays.put(name, array);
            });
            return weights;
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    /**
     * Takes arrays as they are, of somebody else who frees them: closing these weights frees nothing.
     *
     * @param arrays at least one, by name, in the state dict's order; all of one manager
     */
    public static Weights of(Map<String, NDArray> arrays) {
        return of(arrays.values().iterator().next().getManager(), arrays);
    }

    /** The same of any number, even none. */
    static Weights of(NDManager manager, Map<String, NDArray> arrays) {
        Weights weights = new Weights(manager, false);
        weights.arrays.putAll(arrays);
        return weights;
    }

    /**
     * The parameter of that name.
     *
     * @throws IllegalArgumentException if the network has none
     */
    public NDArray get(String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException(
                    "the network has no parameter '" + name + "'; it has " + arrays.keySet());
        }
        return array;
    }

    /** Every parameter, in the state dict's order. */
    public Map<String, NDArray> asMap() {
        return Collections.unmodifiableMap(arrays);
    }

    /** The manager that holds the parameters; it is gone when they are. */
    public NDManager manager() {
        return manager;
    }

    @Override
    public void close() {
        if (owned) {
            manager.close();
        }
    }
}
