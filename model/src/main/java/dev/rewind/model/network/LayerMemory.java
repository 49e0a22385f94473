package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.engine.GradMode;
import java.util.Arrays;
import java.util.List;

/**
 * Frees what a layer has made and what it has consumed as soon as it is done, so that the next one finds its memory warm.
 * Where gradients are recorded nothing is freed: the graph needs it, and arrays made from Java values alias Java's memory.
 */
final class LayerMemory implements AutoCloseable {
    private final NDScope scope;
    private List<NDArray> kept = List.of();

    private LayerMemory(NDScope scope) {
        this.scope = scope;
    }

    /** Opens a layer that is the last to read some arrays. */
    static LayerMemory consuming(NDArray... inputs) {
        LayerMemory memory = new LayerMemory(GradMode.recording() ? null : new NDScope());
        if (memory.scope != null) {
            Arrays.stream(inputs).forEach(NDScope::register);
        }
        return memory;
    }

    /** Hands the layer's results to whoever comes next. */
    void keep(NDArray... outputs) {
        kept = List.of(outputs);
    }

    @Override
    public void close() {
        if (scope != null) {
            kept.forEach(NDScope::unregister);
            scope.close();
            kept.forEach(NDScope::register); // with the caller's scope, where there is one
        }
    }
}
