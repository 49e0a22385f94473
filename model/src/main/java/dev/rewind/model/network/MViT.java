package dev.rewind.model.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.network.config.NetworkConfig;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Multiscale Vision Transformer (Fan et al., ICCV 2021, arXiv 2104.11227); without transitions and pooling it is ViT
 * (Dosovitskiy et al., ICLR 2021).
 *
 * <pre>
 * x        = stem(clip)                  [B, N, C]
 * x        = block_i(x)                  i = 0 .. depth-1
 * logits   = head(x)                     [B, classes]
 * </pre>
 */
final class MViT extends Network {
    private final List<MultiscaleBlock> blocks;

    MViT(NetworkConfig config) {
        super(config);
        this.blocks = config.blocks().stream().map(MultiscaleBlock::new).toList();
    }

    @Override
    void declareBackbone(Map<String, Shape> shapes) {
        blocks.forEach(block -> block.declare(shapes));
    }

    @Override
    NDArray backbone(Ops ops, NDArray tokens, BiConsumer<String, NDArray> probe) {
        NDArray x = tokens;
        for (int i = 0; i < blocks.size(); i++) {
            try (LayerMemory memory = LayerMemory.consuming(x)) {
                x = blocks.get(i).forward(ops, x);
                memory.keep(x);
            }
            probe.accept("block" + i, x);
        }
        return x;
    }
}
