package dev.rewind.deploy;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** A whole model that has learned nothing and runs in a millisecond. */
final class TinyModel {
    static final String VERSION = "tiny-1";

    private static final List<String> CLASSES = List.of("walk", "run", "jump", "wave");

    private TinyModel() {}

    static Path writeTo(Path directory) {
        return writeTo(directory, VERSION, CLASSES, 1);
    }

    /** One of other classes and other weights. */
    static Path writeTo(Path directory, String version, List<String> classes, int seed) {
        NetworkConfig network = network(classes.size());
        ModelManifest manifest = new ModelManifest(
                version,
                "",
                "tiny",
                network,
                new ClipSpec(8, 32, 32, Duration.ofMillis(133), ClipSpec.Sampling.PERIOD),
                classes,
                Instant.EPOCH,
                null,
                Map.of());
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, Network.of(network).shapes(), new Initializer(seed))) {
            new ModelFolder(directory).write(weights, manifest);
        }
        return directory;
    }

    private static NetworkConfig network(int classes) {
        return NetworkConfig.revMViT(
                new Thw(8, 32, 32),
                Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4)),
                8,
                1,
                3,
                List.of(1),
                new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
                true,
                classes,
                0,
                0);
    }
}
