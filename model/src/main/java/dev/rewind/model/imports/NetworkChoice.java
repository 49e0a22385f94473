package dev.rewind.model.imports;

import dev.rewind.model.Preset;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Fit;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.config.NetworkConfig;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which network a file's tensors are of: what the user says, or else what the file says, or else what alone fits. */
final class NetworkChoice {
    private static final String CLASSIFIER = "head.projection.weight";
    private static final int MOST_CLASSES = 100_000;
    private static final String OWN = "imported";

    private final Path file;
    private final Map<String, long[]> shapes;
    private final Set<String> dropped;

    /**
     * @param file for messages
     * @param shapes of the tensors in it
     * @param dropped those that are passed over
     */
    NetworkChoice(Path file, Map<String, long[]> shapes, Set<String> dropped) {
        this.file = file;
        this.shapes = shapes;
        this.dropped = dropped;
    }

    /**
     * The network that fits exactly, with its clips, for as many classes as the file has.
     *
     * @throws CheckpointException if none does, several do, or user and file disagree
     */
    Preset of(Optional<Preset> preset, Optional<SlowFastConfig> config) {
        Optional<Preset> said = config.map(NetworkChoice::described);
        if (preset.isPresent()) {
            Preset wanted = forClasses(preset.get());
            fit(wanted).require(file);
            said.ifPresent(other -> requireAgreement(wanted, other));
            return wanted;
        }
        said.ifPresent(network -> fit(network).require(file));
        return said.orElseGet(this::onlyOneThatFits);
    }

    /** The shape of each tensor of a network. */
    static Map<String, long[]> shapesOf(NetworkConfig network) {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        Network.of(network).shapes().forEach((name, shape) -> shapes.put(name, shape.getShape()));
        return shapes;
    }

    private void requireAgreement(Preset wanted, Preset said) {
        List<String> differences = Agreement.differences(wanted, said);
        if (!differences.isEmpty()) {
            throw new CheckpointException(
                    file,
                    "its tensors fit the preset, but its cfg says " + String.join(", ", differences)
                            + "; leave --preset out to follow the file");
        }
    }

    private Preset onlyOneThatFits() {
        List<Preset> presets = Preset.names().stream()
                .map(name -> forClasses(Preset.byName(name)))
                .toList();
        List<Preset> fitting =
                presets.stream().filter(preset -> fit(preset).isExact()).toList();
        if (fitting.size() == 1) {
            return fitting.get(0);
        }
        if (fitting.isEmpty()) {
            throw noneFits(presets);
        }
        throw new CheckpointException(
                file,
                "it holds no cfg, and its tensors fit "
                        + String.join(
                                " as well as ",
                                fitting.stream().map(Preset::name).toList())
                        + "; name the network with --preset");
    }

    private CheckpointException noneFits(List<Preset> presets) {
        Preset nearest = presets.get(0);
        for (Preset preset : presets) {
            nearest = misfits(fit(preset)) < misfits(fit(nearest)) ? preset : nearest;
        }
        Fit fit = fit(nearest);
        if (misfits(fit) == 0) {
            fit.require(file); // what is dropped in vain
        }
        return new CheckpointException(
                file,
                "it holds no cfg, and its tensors fit no preset; of the nearest, " + nearest.name() + ": "
                        + fit.describe(Integer.MAX_VALUE)
                        + "; name the network with --preset, and what it can do without with --drop");
    }

    private static int misfits(Fit fit) {
        return fit.missing().size() + fit.extra().size() + fit.misshapen().size();
    }

    private Fit fit(Preset preset) {
        return Fit.of(shapesOf(preset.network()), shapes, dropped);
    }

    private Preset forClasses(Preset preset) {
        long[] classifier = shapes.get(CLASSIFIER);
        boolean known = classifier != null && classifier.length == 2 && classifier[0] >= 2;
        return known && classifier[0] <= MOST_CLASSES
                ? new Preset(preset.name(), preset.network().withClasses((int) classifier[0]), preset.clip())
                : preset;
    }

    /** What the cfg describes, under the name of the preset that computes the same, if there is one. */
    private static Preset described(SlowFastConfig config) {
        Preset said = new Preset(OWN, config.network(), config.clip());
        Map<String, long[]> wanted = shapesOf(said.network());
        return Preset.names().stream()
                .map(name -> new Preset(
                        name,
                        Preset.byName(name).network().withClasses(said.network().classes()),
                        said.clip()))
                .filter(preset ->
                        Fit.of(wanted, shapesOf(preset.network()), Set.of()).isExact()
                                && Agreement.differences(preset, said).isEmpty())
                .findFirst()
                .map(preset -> new Preset(preset.name(), said.network(), said.clip()))
                .orElse(said);
    }
}
