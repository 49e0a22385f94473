package dev.rewind.training;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.checkpoint.Tensor;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.training.checkpoint.Checkpointing;
import dev.rewind.training.checkpoint.Checkpoints;
import dev.rewind.training.checkpoint.Identity;
import dev.rewind.training.clips.ClipSource;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One training of one model, from clips to a model folder.
 *
 * @param preset name that the manifest gives the network
 * @param network the network; its class count is set to that of the clips
 * @param clip the clips it takes
 * @param settings how it is trained
 * @param parent a model to start from: every weight that fits by name and shape; of the classifier the rows of
 *     classes that it knows, while other classes begin anew
 */
public record ModelTraining(
        String preset, NetworkConfig network, ClipSpec clip, TrainingSettings settings, Optional<Path> parent) {
    private static final Logger LOG = LoggerFactory.getLogger(ModelTraining.class);

    public ModelTraining {
        Objects.requireNonNull(preset, "preset");
        Objects.requireNonNull(network, "network");
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(parent, "parent");
    }

    /**
     * Trains and writes the model.
     *
     * @param version the model's name
     * @param out the folder to write; it holds no manifest before the training is done
     * @param listener told after every epoch
     * @return the manifest as written
     * @throws TrainingDivergedException if the loss is no number any more; nothing is written then
     * @throws dev.rewind.model.ModelLoadException if the parent cannot be read
     */
    public ModelManifest run(ClipSource clips, String version, Path out, TrainingListener listener) {
        return run(clips, version, out, Optional.empty(), listener);
    }

    /**
     * As the other, with checkpoints, which are deleted when the model is written.
     *
     * @throws dev.rewind.training.checkpoint.ResumeException if there is a checkpoint that is not to be gone on from, or
     *     none that can be
     */
    public ModelManifest run(
            ClipSource clips, String version, Path out, Checkpointing checkpointing, TrainingListener listener) {
        return run(clips, version, out, Optional.of(new Checkpoints(checkpointing, identity(clips))), listener);
    }

    private ModelManifest run(
            ClipSource clips, String version, Path out, Optional<Checkpoints> checkpoints, TrainingListener listener) {
        if (clips.size() == 0) {
            throw new IllegalArgumentException("there are no clips to train on; does the manifest have these splits?");
        }
        Network net = Network.of(network.withClasses(clips.classes().size()));
        Optional<ModelManifest> from = parent.map(folder -> new ModelFolder(folder).manifest());
        try (NDManager manager = settings.execution().compute().manager().newSubManager();
                Weights weights = Weights.create(manager, net.shapes(), start(net, clips, from))) {
            new Trainer(net, clip, settings).train(clips, weights, checkpoints, listener);
            ModelManifest manifest = new ModelManifest(
                    version,
                    "",
                    preset,
                    net.config(),
                    clip,
                    clips.classes(),
                    Instant.now(),
                    from.map(ModelManifest::version).orElse(null),
                    Map.of());
            ModelManifest written = new ModelFolder(out).write(weights, manifest);
            checkpoints.ifPresent(Checkpoints::delete);
            return written;
        }
    }

    /** Everything that decides what comes out, but for the machine. */
    private Identity identity(ClipSource clips) {
        return Identity.of(Map.of(
                "network",
                network,
                "clip",
                clip,
                "settings",
                settings,
                "parent",
                parent.map(folder -> new ModelFolder(folder).manifest().sha256())
                        .orElse("none"),
                "classes",
                clips.classes(),
                "clips",
                clips.fingerprint()));
    }

    private Weights.Values start(Network net, ClipSource clips, Optional<ModelManifest> from) {
        Initializer fresh = new Initializer(settings.seed());
        if (from.isEmpty()) {
            return fresh;
        }
        boolean sameClasses = from.get().classes().equals(clips.classes());
        Map<String, Tensor> kept = new LinkedHashMap<>(new ModelFolder(parent.orElseThrow()).tensors(from.get()));
        kept.keySet().retainAll(net.shapes().keySet());
        if (!sameClasses) {
            GrownHead head = new GrownHead(from.get().classes(), clips.classes());
            kept.replaceAll((name, tensor) -> GrownHead.isPart(name)
                    ? head.grown(tensor, fresh.of(name, net.shapes().get(name)))
                    : tensor);
        }
        kept.entrySet().removeIf(entry -> !new Shape(entry.getValue().shape())
                .equals(net.shapes().get(entry.getKey())));
        if (kept.keySet().stream().allMatch(GrownHead::isPart)) {
            throw new IllegalArgumentException("nothing of the model " + parent.orElseThrow() + ", a "
                    + from.get().preset() + ", fits the network " + preset + "; start from a model of its kind");
        }
        LOG.info(
                "{} of {} weights come from {}",
                kept.size(),
                net.shapes().size(),
                from.get().version());
        return (name, shape) -> kept.containsKey(name) ? kept.get(name).values() : fresh.of(name, shape);
    }
}
