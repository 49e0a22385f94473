package dev.rewind.model.imports;

import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Tensor;
import dev.rewind.model.checkpoint.published.PublishedCheckpoint;
import dev.rewind.model.checkpoint.pyth.PythCheckpoint;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A published checkpoint on its way to a model folder. It is all or nothing: every tensor of the network must be in the
 * file in its shape, finite, and the file may hold no other but those that are dropped by name.
 *
 * <p>The network is the preset's, if one is named, and must not contradict the file's {@code cfg}; else the one that the
 * {@code cfg} describes; else, in a file without, the one preset that fits.
 *
 * @param file a checkpoint of PySlowFast, or a bare state dict
 * @param preset the network, if the user names it
 * @param dropped tensors of the file that the network does without
 * @param classes names in the order of the outputs; those of Kinetics-400 if the file says that it was trained on it
 * @param version the model's name among all; labels carry it
 */
public record ModelImport(
        Path file, Optional<Preset> preset, Set<String> dropped, Optional<List<String>> classes, String version) {
    public ModelImport {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(version, "version");
        dropped = Collections.unmodifiableSet(new TreeSet<>(dropped));
        classes = classes.map(List::copyOf);
    }

    /**
     * Reads the file and writes the folder.
     *
     * @param out the model folder; it must not hold a model yet
     * @return the manifest as written
     * @throws CheckpointException if the file is not what it should be; nothing was written
     * @throws IllegalArgumentException if the folder holds a model
     * @throws IOException if the file cannot be read
     */
    public ModelManifest run(Path out) throws IOException {
        requireNoModelIn(out);
        PythCheckpoint checkpoint = PythCheckpoint.read(file);
        Optional<SlowFastConfig> config = checkpoint.cfg().map(cfg -> SlowFastConfig.of(file, cfg));
        Preset chosen = new NetworkChoice(file, checkpoint.shapes(), dropped).of(preset, config);
        ModelManifest manifest = new ModelManifest(
                version,
                "", // until the weights are written
                chosen.name(),
                chosen.network(),
                chosen.clip(),
                classNames(chosen.network().classes(), config),
                Instant.now(),
                null,
                Map.of());
        Map<String, Tensor> tensors = checkpoint.tensors(NetworkChoice.shapesOf(chosen.network()), dropped);
        tensors.forEach((name, tensor) -> requireFinite(name, tensor.values()));
        try (Weights weights = Weights.create(
                Torch.manager(),
                Network.of(chosen.network()).shapes(),
                (name, shape) -> tensors.get(name).values().duplicate())) {
            return new ModelFolder(out).write(weights, manifest);
        }
    }

    /**
     * Refuses a folder that holds a model, which importing would overwrite.
     *
     * @throws IllegalArgumentException if it does
     */
    public static void requireNoModelIn(Path out) {
        if (Files.exists(new ModelFolder(out).manifestFile())) {
            throw new IllegalArgumentException(
                    out + " holds a model already; name another folder with --out, or delete that one first");
        }
    }

    private List<String> classNames(int count, Optional<SlowFastConfig> config) {
        if (classes.isPresent()) {
            if (classes.get().size() != count) {
                throw new CheckpointException(
                        file,
                        "it has " + count + " classes, but " + classes.get().size()
                                + " are named; --classes takes one name a line, in the order of its outputs");
            }
            return classes.get();
        }
        if (config.isPresent() && config.get().isKinetics400()) {
            return PublishedCheckpoint.byName("kinetics400").labels();
        }
        throw new CheckpointException(
                file,
                "it does not say what its " + count
                        + " classes are called; name them with --classes FILE, one a line, in the order of its outputs");
    }

    private void requireFinite(String name, FloatBuffer values) {
        for (int i = values.position(); i < values.limit(); i++) {
            if (!Float.isFinite(values.get(i))) {
                throw new CheckpointException(
                        file,
                        "tensor '" + name + "' holds " + values.get(i) + " at " + (i - values.position())
                                + ", and nothing was loaded; its training diverged: take an earlier checkpoint");
            }
        }
    }
}
