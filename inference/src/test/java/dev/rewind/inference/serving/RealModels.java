package dev.rewind.inference.serving;

import ai.djl.ndarray.NDManager;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.WeightsPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.DoubleSupplier;

/** Real networks that run in a millisecond, in folders, and their way onto the log. */
final class RealModels {
    static final List<String> FOUR = List.of("walk", "run", "jump", "wave");
    static final List<String> SIX = List.of("bow", "jump", "run", "sit", "walk", "wave");
    static final ClipSpec CLIP = new ClipSpec(4, 8, 8, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);

    private final KafkaConnection connection;
    private final Path directory;

    RealModels(KafkaConnection connection, Path directory) {
        this.connection = connection;
        this.directory = directory;
    }

    /** What is special about a model. */
    record Shape(List<String> classes, ClipSpec clip, int width, int depth, DoubleSupplier values) {
        static Shape of(List<String> classes, long seed) {
            Random random = new Random(seed);
            return new Shape(classes, CLIP, 8, 1, () -> random.nextGaussian() * 0.3);
        }

        Shape withClip(ClipSpec other) {
            return new Shape(classes, other, width, depth, values);
        }

        Shape withBlocks(int otherWidth, int otherDepth) {
            return new Shape(classes, clip, otherWidth, otherDepth, values);
        }

        Shape withValues(DoubleSupplier other) {
            return new Shape(classes, clip, width, depth, other);
        }
    }

    /** Writes a model to the folder of its version. */
    Path write(String version, Shape shape) {
        ClipSpec clip = shape.clip();
        NetworkConfig network = NetworkConfig.revMViT(
                new Thw(clip.frames(), clip.height(), clip.width()),
                Patch.clip(new Thw(3, 3, 3), new Thw(1, 4, 4)),
                shape.width(),
                1,
                shape.depth(),
                List.of(),
                new Pooling(new Thw(3, 3, 3), new Thw(1, 1, 1)),
                true,
                shape.classes().size(),
                0,
                0);
        ModelManifest manifest =
                new ModelManifest(version, "", "none", network, clip, shape.classes(), Instant.EPOCH, null, Map.of());
        Path folder = directory.resolve(version);
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = Weights.create(manager, Network.of(network).shapes(), (name, size) -> {
                    FloatBuffer values = FloatBuffer.allocate((int) size.size());
                    while (values.hasRemaining()) {
                        values.put((float) shape.values().getAsDouble());
                    }
                    return values.flip();
                })) {
            new ModelFolder(folder).write(weights, manifest);
        }
        return folder;
    }

    /** Writes a model and publishes it in a state. */
    void publish(String version, Shape shape, State state) {
        publish(new ModelFolder(write(version, shape)), state, false);
    }

    /** Publishes a folder as the weights and the manifest that lie there say it is. */
    void publish(ModelFolder folder, State state, boolean forced) {
        ModelManifest manifest = folder.manifest();
        ModelCatalog catalog = ModelFeed.read(connection);
        try (ModelWriter writer = new ModelWriter(connection, "test-" + manifest.version())) {
            writer.publish(
                    manifest.version(),
                    manifest.sha256(),
                    folder.weightsFile(),
                    place -> records(catalog, record(folder, manifest.version(), place), state, forced),
                    ModelWriter.Read.nothing());
        }
    }

    /** Makes a published model live. */
    void promote(String version, boolean forced) {
        change(ModelFeed.read(connection).promote(version, "for a test", forced, Instant.now()));
    }

    /** Takes a model back to where it is neither live nor tried. */
    void retire(String version) {
        ModelRecord model = ModelFeed.read(connection).get(version);
        change(List.of(model.with(Standing.of(State.RETIRED, Instant.now(), "for a test"))));
    }

    void change(List<ModelRecord> records) {
        try (ModelWriter writer = new ModelWriter(connection, "test-change")) {
            writer.change(records, ModelWriter.Read.nothing());
        }
    }

    static ModelRecord record(ModelFolder folder, String version, WeightsPlace place) {
        try {
            return new ModelRecord(
                    version,
                    null,
                    Standing.of(State.CANDIDATE, Instant.now(), "for a test"),
                    place,
                    null,
                    null,
                    new ObjectMapper().readTree(folder.manifestFile().toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ModelRecord> records(ModelCatalog catalog, ModelRecord model, State state, boolean forced) {
        if (state != State.LIVE) {
            return List.of(model.with(Standing.of(state, Instant.now(), "for a test")));
        }
        List<ModelRecord> all = new ArrayList<>(catalog.models());
        all.removeIf(other -> other.version().equals(model.version()));
        all.add(model);
        return new ModelCatalog(all).promote(model.version(), "for a test", forced, Instant.now());
    }
}
