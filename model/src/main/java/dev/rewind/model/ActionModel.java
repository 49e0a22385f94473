package dev.rewind.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.engine.DeviceException;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A model ready to label clips. One thread at a time may use it; closing it frees its weights.
 */
public final class ActionModel implements AutoCloseable {
    /** What the network calls the classifier's input where it shows its activations. */
    private static final String FEATURES = "head_input";

    private final ModelManifest manifest;
    private final Network network;
    private final Compute compute;
    private final NDManager manager;
    private final Weights weights;
    private final Pass pass;

    private ActionModel(ModelManifest manifest, Compute compute, NDManager manager, Weights weights) {
        this.manifest = manifest;
        this.network = Network.of(manifest.network());
        this.compute = compute;
        this.manager = manager;
        this.weights = weights;
        this.pass = Pass.serving(compute.kernels());
    }

    /**
     * Loads the model of a folder that {@link ModelFolder} wrote, to be computed as is best on this machine.
     *
     * @throws ModelLoadException if the folder does not hold one, or it is damaged
     */
    public static ActionModel load(Path directory) {
        return load(directory, Compute.exact());
    }

    /**
     * Loads the model of a folder that {@link ModelFolder} wrote.
     *
     * @throws ModelLoadException if the folder does not hold one, or it is damaged
     * @throws DeviceException if the device cannot be used
     */
    public static ActionModel load(Path directory, Compute compute) {
        ModelFolder folder = new ModelFolder(directory);
        ModelManifest manifest = folder.manifest();
        return create(manifest, compute, manager -> folder.weights(manager, manifest));
    }

    /**
     * The same model once more, with weights of its own, so that another thread may use it.
     *
     * @param other how it is computed, on this one's device or another
     * @throws DeviceException if the device cannot be used
     */
    public ActionModel replica(Compute other) {
        Weights.Values same =
                (name, shape) -> FloatBuffer.wrap(weights.get(name).toFloatArray());
        return create(manifest, other, manager -> Weights.create(manager, network.shapes(), same));
    }

    private static ActionModel create(ModelManifest manifest, Compute compute, Function<NDManager, Weights> weights) {
        NDManager manager = compute.manager().newSubManager();
        try {
            return new ActionModel(manifest, compute.on(manager.getDevice()), manager, weights.apply(manager));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /** How it computes, with the very device. */
    public Compute compute() {
        return compute;
    }

    /**
     * Softmax probabilities of each clip, in the order of the manifest's classes.
     *
     * @param clips at least one, each packed RGB of frames x height x width x 3 bytes, as the manifest's clip says
     */
    public List<float[]> probabilities(List<byte[]> clips) {
        return score(clips).stream().map(ClipScores::probabilities).toList();
    }

    /**
     * Probabilities and embedding of each clip, in one pass.
     *
     * @param clips as {@link #probabilities} takes them, or what {@link ClipTensor#zoomed} made of them
     */
    public List<ClipScores> score(List<byte[]> clips) {
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one clip");
        }
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            NDArray batch = ClipTensor.of(manager, manifest.clip(), clips);
            float[] embeddings = new float[clips.size() * manifest.network().featureDim()];
            NDArray logits = network.forward(weights, pass, batch, (name, activation) -> {
                if (name.equals(FEATURES)) {
                    System.arraycopy(activation.toFloatArray(), 0, embeddings, 0, embeddings.length);
                }
            });
            float[] probabilities = logits.softmax(-1).toFloatArray();
            List<ClipScores> rows = new ArrayList<>(clips.size());
            for (int i = 0; i < clips.size(); i++) {
                rows.add(new ClipScores(row(probabilities, i, clips.size()), row(embeddings, i, clips.size())));
            }
            return rows;
        }
    }

    private static float[] row(float[] values, int row, int rows) {
        int length = values.length / rows;
        return Arrays.copyOfRange(values, row * length, (row + 1) * length);
    }

    @Override
    public void close() {
        manager.close();
    }
}
