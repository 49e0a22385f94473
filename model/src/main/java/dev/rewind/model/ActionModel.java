package dev.rewind.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.engine.DeviceException;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A model ready to label clips. One thread at a time may use it; closing it frees its weights.
 */
public final class ActionModel implements AutoCloseable {
    private final ModelManifest manifest;
    private final Network network;
    private final NDManager manager;
    private final Weights weights;
    private final Pass pass;

    private ActionModel(ModelManifest manifest, NDManager manager, Weights weights, Pass pass) {
        this.manifest = manifest;
        this.network = Network.of(manifest.network());
        this.manager = manager;
        this.weights = weights;
        this.pass = pass;
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
        NDManager manager = compute.manager().newSubManager();
        try {
            Weights weights = folder.weights(manager, manifest);
            return new ActionModel(manifest, manager, weights, Pass.serving(compute.kernels()));
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    public ModelManifest manifest() {
        return manifest;
    }

    /**
     * Softmax probabilities of each clip, in the order of the manifest's classes.
     *
     * @param clips at least one, each packed RGB of frames x height x width x 3 bytes, as the manifest's clip says
     */
    public List<float[]> probabilities(List<byte[]> clips) {
        if (clips.isEmpty()) {
            throw new IllegalArgumentException("a batch needs at least one clip");
        }
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            NDArray batch = ClipTensor.of(manager, manifest.clip(), clips);
            float[] scores = network.forward(weights, pass, batch).softmax(-1).toFloatArray();
            int classes = manifest.classes().size();
            List<float[]> rows = new ArrayList<>(clips.size());
            for (int i = 0; i < clips.size(); i++) {
                rows.add(Arrays.copyOfRange(scores, i * classes, (i + 1) * classes));
            }
            return rows;
        }
    }

    @Override
    public void close() {
        manager.close();
    }
}
