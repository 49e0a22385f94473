package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What backward passes add up: an array beside each parameter, made when its first gradient comes. A pass says of which
 * parameters the gradients are whole; whoever spends them at once, as an optimizer in the walk does, needs no memory for
 * those of the whole network.
 */
public final class Gradients implements AutoCloseable {
    private final Weights weights;
    private final NDManager manager;
    private final Consumer<Set<String>> whole;
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();
    /** Leaves whose gradients are the very arrays above, so that the next graph adds to those and not to copies. */
    private final Map<String, NDArray> standing = new HashMap<>();

    /** Gradients that add up, pass by pass, until they are {@linkplain #clear() cleared}. */
    public Gradients(Weights weights) {
        this(weights, names -> {});
    }

    /**
     * Gradients that somebody is told of.
     *
     * @param whole told the names of parameters to which the running pass adds nothing more; each is named once a pass
     */
    public Gradients(Weights weights, Consumer<Set<String>> whole) {
        this.weights = weights;
        this.manager = weights.manager().newSubManager();
        this.whole = whole;
    }

    /**
     * The gradient of a parameter, of its shape; zero where no pass has added to it.
     *
     * @throws IllegalArgumentException if the network has none of that name
     */
    public NDArray get(String name) {
        return arrays.computeIfAbsent(name, key -> keep(weights.get(key).zerosLike()));
    }

    /** What these are the gradients of. */
    public Weights weights() {
        return weights;
    }

    /** Frees all gradients; the next pass begins at zero. */
    public void clear() {
        clear(Set.copyOf(arrays.keySet()));
    }

    /** Frees some gradients. */
    public void clear(Set<String> names) {
        names.forEach(name -> {
            free(arrays.remove(name));
            free(standing.remove(name));
        });
    }

    /** Some parameters as the leaves of a graph, sharing their memory. */
    Weights leaves(Set<String> names) {
        Map<String, NDArray> leaves = new LinkedHashMap<>();
        names.forEach(name -> {
            NDArray leaf = standing.get(name);
            leaves.put(name, leaf != null ? leaf : Autograd.leaf(weights.get(name)));
        });
        return Weights.of(weights.manager(), leaves);
    }

    /** Adds what a backward pass has left in the leaves. */
    void addFrom(Weights leaves) {
        leaves.asMap().forEach((name, leaf) -> {
            if (standing.get(name) == leaf) {
                return; // added already
            }
            NDArray gradient = JniUtils.getGradient((PtNDArray) leaf);
            NDArray sum = arrays.get(name);
            if (sum != null) {
                sum.addi(gradient);
            } else {
                arrays.put(name, keep(gradient));
                standing.put(name, keep(leaf));
            }
        });
    }

    private static void free(NDArray array) {
        if (array != null) {
            array.close();
        }
    }

    /** Says that the running pass adds nothing more to these. */
    void whole(Set<String> names) {
        whole.accept(names);
    }

    private NDArray keep(NDArray array) {
        array.attach(manager);
        NDScope.unregister(array);
        return array;
    }

    @Override
    public void close() {
        manager.close();
    }
}
