package dev.rewind.model.network;

import ai.djl.ndarray.types.Shape;
import java.util.Map;

/** One layer of the backbone: it takes both streams and gives both. */
sealed interface Layer permits ReversibleBlock, StageTransition {
    /** Adds the layer's parameters, in the state dict's order. */
    void declare(Map<String, Shape> shapes);

    /** Both streams through the layer. */
    Streams forward(Weights w, Pass pass, Streams x);
}
