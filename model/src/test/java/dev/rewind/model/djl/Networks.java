package dev.rewind.model.djl;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Projection;
import java.util.List;

/** Networks of a few hundred weights, and how DJL runs them. */
final class Networks {
    /** A batch that they take. */
    static final Shape CLIPS = new Shape(4, 3, 4, 16, 16);

    private Networks() {}

    static Network reversible(int dim, double drop) {
        return Network.of(NetworkConfig.revMViT(
                new Thw(4, 16, 16),
                Patch.clip(new Thw(3, 3, 3), new Thw(2, 4, 4)),
                dim,
                1,
                2,
                List.of(1),
                new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
                true,
                3,
                drop,
                drop));
    }

    static Network withClassToken() {
        return Network.of(new NetworkConfig(
                new Thw(4, 16, 16),
                Patch.clip(new Thw(3, 3, 3), new Thw(2, 4, 4)),
                8,
                2,
                2,
                4,
                new Projection(true, true),
                Position.FULL,
                true,
                null,
                List.of(),
                null,
                false,
                3,
                0,
                0));
    }

    static Model model(Network network) {
        Model model = Model.newInstance("small", "PyTorch");
        model.setBlock(new NetworkBlock(network));
        return model;
    }

    static DefaultTrainingConfig config() {
        return new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                .optDevices(Engine.getEngine("PyTorch").getDevices(1))
                .optOptimizer(Optimizer.adam()
                        .optLearningRateTracker(Tracker.fixed(0.01f))
                        .build());
    }

    static NDArray forward(Block block, NDArray input, boolean training) {
        return block.forward(new ParameterStore(input.getManager(), false), new NDList(input), training)
                .singletonOrThrow();
    }

    static int arrays(Weights weights) {
        return weights.manager().getManagedArrays().size();
    }
}
