package dev.rewind.model;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A whole model of 2 MB that runs in milliseconds. */
public final class SmallModel {
    private static final NetworkConfig NETWORK = NetworkConfig.revMViT(
            new Thw(4, 16, 16),
            Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4)),
            64,
            1,
            3,
            List.of(1),
            new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
            true,
            3,
            0.05,
            0.1);

    private SmallModel() {}

    public static ModelManifest manifest() {
        return new ModelManifest(
                "small-1",
                "",
                "small",
                NETWORK,
                new ClipSpec(4, 16, 16, Duration.ofMillis(200), ClipSpec.Sampling.PERIOD),
                List.of("jump", "run", "wave hand"),
                Instant.parse("2026-02-03T04:05:06.789Z"),
                null,
                Map.of("top1", 0.875, "loss", 0.25));
    }

    public static Weights weights(NDManager manager) {
        return Weights.create(manager, Network.of(NETWORK).shapes(), new Initializer(1));
    }
}
