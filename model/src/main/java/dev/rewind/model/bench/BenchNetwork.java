package dev.rewind.model.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.verify.FormulaValues;
import java.nio.file.Path;
import java.util.Objects;

/**
 * A network to measure.
 *
 * @param name of its preset, or of its model
 * @param config the network
 * @param folder of the model that it has its weights from; null for weights by a formula
 */
public record BenchNetwork(String name, NetworkConfig config, Path folder) {
    public BenchNetwork {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(config, "config");
    }

    /**
     * A preset's network, with weights by a formula.
     *
     * @throws IllegalArgumentException if there is no such preset
     */
    public static BenchNetwork ofPreset(String name) {
        return new BenchNetwork(name, Preset.byName(name).network(), null);
    }

    /**
     * A model's network, with its own weights.
     *
     * @throws dev.rewind.model.ModelLoadException if the folder holds no manifest that can be read
     */
    public static BenchNetwork ofModel(Path folder) {
        ModelManifest manifest = new ModelFolder(folder).manifest();
        return new BenchNetwork(manifest.version(), manifest.network(), folder.toAbsolutePath());
    }

    /** The network as a function. */
    public Network network() {
        return Network.of(config);
    }

    /** Makes its weights on the manager's device. */
    public Weights weights(NDManager manager) {
        if (folder == null) {
            return Weights.create(manager, network().shapes(), new FormulaValues());
        }
        ModelFolder model = new ModelFolder(folder);
        return model.weights(manager, model.manifest());
    }

    /** A batch of the formula's clips or images, [batch, 3, T, H, W]. */
    public NDArray input(NDManager manager, int batch) {
        Thw size = config.input();
        Shape shape = new Shape(batch, 3, size.t(), size.h(), size.w());
        return manager.create(FormulaValues.input("input", shape), shape);
    }

    /**
     * The same network for clips of another length. Its weights come by the formula: a model's fit its own length alone.
     *
     * @throws IllegalArgumentException if it takes images, or such clips are too short for it
     */
    public BenchNetwork withFrames(int frames) {
        if (config.patch().image()) {
            throw new IllegalArgumentException(name + " takes images, which have one frame, not " + frames);
        }
        if (frames < 1) {
            throw new IllegalArgumentException("a clip has at least 1 frame, but was given " + frames);
        }
        return resized(new Thw(frames, config.input().h(), config.input().w()), config.depth());
    }

    /**
     * The same network with more or fewer layers, all of one width. Its weights come by the formula.
     *
     * @throws IllegalArgumentException if its width changes on the way
     */
    public BenchNetwork withDepth(int depth) {
        if (!config.transitions().isEmpty()) {
            throw new IllegalArgumentException(name + " has stages of several widths, and " + config.depth()
                    + " layers in all; only a network of one width, such as rev-vit-b, takes another depth");
        }
        return resized(config.input(), depth);
    }

    private BenchNetwork resized(Thw input, int depth) {
        NetworkConfig resized = new NetworkConfig(
                input,
                config.patch(),
                config.embedDim(),
                config.heads(),
                depth,
                config.mlpRatio(),
                config.projection(),
                config.position(),
                config.classToken(),
                config.pooling(),
                config.transitions(),
                config.reversible(),
                config.meanFirst(),
                config.classes(),
                config.dropPath(),
                config.dropout());
        return new BenchNetwork(name, resized, null);
    }
}
