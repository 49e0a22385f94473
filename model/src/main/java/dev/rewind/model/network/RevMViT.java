package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Reversible Multiscale Vision Transformer (Mangalam et al., Reversible Vision Transformers, CVPR 2022, arXiv 2302.04869);
 * without transitions and pooling it is Rev-ViT.
 *
 * <pre>
 * x        = stem(clip)                                  [B, N, C]
 * X1 = X2  = x
 * X1, X2   = layer_i(X1, X2)             i = 0 .. depth-1, reversible blocks and stage transitions
 * logits   = head([X1 | X2])                             [B, classes]
 * </pre>
 */
final class RevMViT extends Network {
    private final List<Layer> layers;
    private final StreamFusion end;

    RevMViT(NetworkConfig config) {
        super(config);
        this.layers = config.blocks().stream()
                .map(block -> block.transition()
                        ? new StageTransition(block, config.reversible())
                        : new ReversibleBlock(block))
                .toList();
        this.end = new StreamFusion("fuse", config.reversible().end(), 2 * config.lastDim());
    }

    /** One layer of the backbone: it takes both streams and gives both. */
    sealed interface Layer permits ReversibleBlock, StageTransition {
        /** Adds the layer's parameters, in the state dict's order. */
        void declare(Map<String, Shape> shapes);

        /** Probability that a sample skips the layer's functions in training. */
        double dropPath();

        /** Both streams through the layer, whose functions one draw drops for the same samples. */
        Streams forward(Ops ops, Streams x, Pass.Mask drop);
    }

    /** The reversible blocks before, between and after the transitions, one list more than there are transitions. */
    List<List<ReversibleBlock>> runs() {
        List<List<ReversibleBlock>> runs = new ArrayList<>();
        runs.add(new ArrayList<>());
        for (Layer layer : layers) {
            if (layer instanceof ReversibleBlock block) {
                runs.get(runs.size() - 1).add(block);
            } else {
                runs.add(new ArrayList<>());
            }
        }
        return runs;
    }

    /** The stage transitions, first to last. */
    List<StageTransition> transitions() {
        return layers.stream()
                .filter(StageTransition.class::isInstance)
                .map(StageTransition.class::cast)
                .toList();
    }

    /** What fuses the streams after the last layer, for the head. */
    StreamFusion end() {
        return end;
    }

    @Override
    void declareBackbone(Map<String, Shape> shapes) {
        layers.forEach(layer -> layer.declare(shapes));
        end.declare(shapes);
    }

    @Override
    NDArray backbone(Ops ops, NDArray tokens, BiConsumer<String, NDArray> probe) {
        Streams streams = new Streams(tokens, tokens);
        for (int i = 0; i < layers.size(); i++) {
            try (LayerMemory memory = LayerMemory.consuming(streams.x1(), streams.x2())) {
                Layer layer = layers.get(i);
                streams = layer.forward(ops, streams, ops.pass().dropPath(layer.dropPath(), streams.x1()));
                memory.keep(streams.x1(), streams.x2());
            }
            probe.accept("block" + i + ".X1", streams.x1());
            probe.accept("block" + i + ".X2", streams.x2());
        }
        try (LayerMemory memory = LayerMemory.consuming(streams.x1(), streams.x2())) {
            NDArray features = end.forward(ops, streams);
            memory.keep(features);
            return features;
        }
    }
}
