package dev.rewind.model.djl;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.repository.MRL;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelLoader;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Progress;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Network;
import java.io.IOException;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loads a model folder as DJL's own loaders load theirs, but with the folder's checks. */
final class FolderLoader implements ModelLoader {
    static final String ENGINE = "PyTorch";

    private final Path directory;

    FolderLoader(Path directory) {
        this.directory = directory.toAbsolutePath().normalize();
    }

    @Override
    public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
            throws IOException, ModelNotFoundException, MalformedModelException {
        if (criteria.getBlock() != null) {
            throw new IllegalArgumentException(
                    "the manifest of " + directory + " decides the network; leave optBlock out");
        }
        try {
            ModelFolder folder = new ModelFolder(directory);
            ModelManifest manifest = folder.manifest();
            TranslatorFactory translators = translators(criteria, manifest);
            String name = criteria.getModelName() != null ? criteria.getModelName() : manifest.version();
            Model model = Model.newInstance(name, device(criteria.getDevice()), ENGINE);
            try {
                NetworkBlock block = new NetworkBlock(
                        Network.of(manifest.network()), folder.weights(model.getNDManager(), manifest));
                block.freezeParameters(true);
                model.setBlock(block);
                model.load(directory, name, Map.of("hasParameter", "false")); // the folder's files are its artifacts
                Map<String, ?> arguments = criteria.getArguments() != null ? criteria.getArguments() : Map.of();
                return new ZooModel<>(
                        model,
                        translators.newInstance(criteria.getInputClass(), criteria.getOutputClass(), model, arguments));
            } catch (IOException | MalformedModelException | TranslateException | RuntimeException e) {
                model.close();
                throw e;
            }
        } catch (ModelLoadException e) {
            throw new MalformedModelException(e.getMessage(), e);
        } catch (TranslateException e) {
            throw new ModelNotFoundException("the translator cannot be made: " + e.getMessage(), e);
        }
    }

    private static TranslatorFactory translators(Criteria<?, ?> criteria, ModelManifest manifest)
            throws ModelNotFoundException {
        TranslatorFactory translators = criteria.getTranslatorFactory() != null
                ? criteria.getTranslatorFactory()
                : new ClipTranslatorFactory(manifest);
        if (!translators.isSupported(criteria.getInputClass(), criteria.getOutputClass())) {
            List<String> supported = translators.getSupportedTypes().stream()
                    .map(types -> name(types.getKey(), types.getValue()))
                    .sorted()
                    .toList();
            throw new ModelNotFoundException("there is no translator of "
                    + name(criteria.getInputClass(), criteria.getOutputClass()) + "; set the types to one of "
                    + supported);
        }
        return translators;
    }

    /** As every model here chooses its device: a GPU that cannot be used is refused before libtorch meets it. */
    private static Device device(Device wanted) {
        if (wanted != null && !wanted.isGpu()) {
            return wanted;
        }
        DeviceChoice choice = wanted == null ? DeviceChoice.automatic() : new DeviceChoice.Gpu(wanted.getDeviceId());
        return Torch.manager(choice).getDevice();
    }

    private static String name(Type input, Type output) {
        return input.getTypeName() + " to " + output.getTypeName();
    }

    @Override
    public String getGroupId() {
        return RewindModelZoo.GROUP;
    }

    @Override
    public String getArtifactId() {
        return directory.toFile().getName();
    }

    /** Matches whatever application the criteria ask for: only the manifest knows. */
    @Override
    public Application getApplication() {
        return Application.UNDEFINED;
    }

    @Override
    public MRL getMrl() {
        return MRL.undefined(Repository.newInstance(getArtifactId(), directory), getGroupId(), getArtifactId());
    }

    @Override
    public <I, O> boolean isDownloaded(Criteria<I, O> criteria) {
        return Files.isRegularFile(new ModelFolder(directory).manifestFile());
    }

    /** Does nothing: a folder is where it is. */
    @Override
    public <I, O> void downloadModel(Criteria<I, O> criteria, Progress progress) {}

    @Override
    public String toString() {
        return "Rewind model " + directory;
    }
}
