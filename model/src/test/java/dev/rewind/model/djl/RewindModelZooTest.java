package dev.rewind.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.Batchifier;
import ai.djl.translate.DefaultTranslatorFactory;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.SmallModel;
import dev.rewind.model.engine.DeviceException;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Network;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RewindModelZooTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeModel() {
        Torch.useThreads(1); // the networks here are too small to share
        Clips.writeModel(folder);
    }

    @Test
    void givesTheProbabilitiesOfTheActionModelAloneAndInBatches() throws Exception {
        List<byte[]> clips = Clips.random(5);
        List<float[]> expected = Clips.expected(folder, clips);
        try (ZooModel<byte[], Classifications> model = Clips.load(folder, byte[].class);
                Predictor<byte[], Classifications> predictor = model.newPredictor()) {
            List<Classifications> together = predictor.batchPredict(clips);

            assertThat(together).hasSize(5);
            for (int i = 0; i < 5; i++) {
                Clips.assertSame(together.get(i), expected.get(i));
                Clips.assertSame(predictor.predict(clips.get(i)), expected.get(i));
            }
            assertThat(model.getTranslator().getBatchifier()).isEqualTo(Batchifier.STACK);
        }
    }

    @Test
    void givesTheSameProbabilitiesInManyThreads() throws Exception {
        List<byte[]> clips = Clips.random(8);
        List<float[]> expected = Clips.expected(folder, clips);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (ZooModel<byte[], Classifications> model = Clips.load(folder, byte[].class);
                Predictor<byte[], Classifications> shared = model.newPredictor()) {
            List<Callable<Void>> work = IntStream.range(0, 8)
                    .<Callable<Void>>mapToObj(i -> () -> {
                        assertThat(GradMode.recording()).isTrue(); // as every new thread does
                        try (Predictor<byte[], Classifications> own = model.newPredictor()) {
                            for (int round = 0; round < 10; round++) {
                                Clips.assertSame(own.predict(clips.get(i)), expected.get(i));
                                Clips.assertSame(shared.predict(clips.get(i)), expected.get(i));
                            }
                        }
                        assertThat(GradMode.recording()).isTrue();
                        return null;
                    })
                    .toList();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void givesLogitsToThoseWhoBringArraysOnTheDeviceAskedFor() throws Exception {
        Criteria<NDList, NDList> criteria = Criteria.builder()
                .setTypes(NDList.class, NDList.class)
                .optModelZoo(new RewindModelZoo(folder))
                .optDevice(Device.cpu())
                .optModelName("mine")
                .build();
        try (ZooModel<NDList, NDList> model = criteria.loadModel();
                Predictor<NDList, NDList> predictor = model.newPredictor();
                NDManager manager = model.getNDManager().newSubManager()) {
            NDArray logits = predictor
                    .predict(new NDList(manager.ones(new Shape(2, 3, 4, 16, 16))))
                    .singletonOrThrow();

            assertThat(logits.getShape()).isEqualTo(new Shape(2, 3));
            assertThat(logits.hasGradient()).isFalse();
            assertThat(model.getNDManager().getDevice()).isEqualTo(Device.cpu());
            assertThat(model.getBlock()
                            .getParameters()
                            .get(0)
                            .getValue()
                            .getArray()
                            .getDevice())
                    .isEqualTo(Device.cpu());
            assertThat(model.getName()).isEqualTo("mine");
            assertThat(model.getModelPath()).isEqualTo(folder.toAbsolutePath());
        }
    }

    @Test
    void servesWithCopiesOfTheWeightsToo() throws Exception {
        List<byte[]> clips = Clips.random(2);
        try (ZooModel<byte[], Classifications> model = Clips.load(folder, byte[].class);
                Predictor<byte[], Classifications> predictor = new Predictor<>(
                        model, model.getTranslator(), model.getNDManager().getDevice(), true)) {
            List<float[]> expected = Clips.expected(folder, clips);
            for (int i = 0; i < 2; i++) {
                Clips.assertSame(predictor.predict(clips.get(i)), expected.get(i));
            }
        }
    }

    @Test
    void refusesAFolderWithoutAModelInTheWordsOfTheFolder() {
        assertRefused(
                folder.resolve("nothing"), "it has no manifest.json; give a folder that `rewind train --out` wrote");
    }

    @Test
    void refusesWeightsThatTheManifestDoesNotName() throws Exception {
        Files.write(new ModelFolder(folder).weightsFile(), new byte[] {1}, StandardOpenOption.APPEND);

        assertRefused(folder, "the SHA-256 of model.safetensors is");
    }

    @Test
    void refusesTypesThatItHasNoTranslatorFor() {
        Criteria<Image, Classifications> criteria = Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelZoo(new RewindModelZoo(folder))
                .build();

        assertThatThrownBy(criteria::loadModel)
                .isInstanceOf(ModelNotFoundException.class)
                .cause()
                .hasMessage("there is no translator of ai.djl.modality.cv.Image to ai.djl.modality.Classifications;"
                        + " set the types to one of [ai.djl.modality.cv.Image[] to ai.djl.modality.Classifications,"
                        + " ai.djl.ndarray.NDList to ai.djl.ndarray.NDList,"
                        + " byte[] to ai.djl.modality.Classifications]");
    }

    @Test
    void refusesAnotherEngineAndABlockBesideTheManifests() {
        assertThatThrownBy(() -> Criteria.builder()
                        .setTypes(byte[].class, Classifications.class)
                        .optModelZoo(new RewindModelZoo(folder))
                        .optEngine("TensorFlow")
                        .build()
                        .loadModel())
                .isInstanceOf(ModelNotFoundException.class);
        assertThatThrownBy(() -> Criteria.builder()
                        .setTypes(byte[].class, Classifications.class)
                        .optModelZoo(new RewindModelZoo(folder))
                        .optBlock(new NetworkBlock(
                                Network.of(SmallModel.manifest().network())))
                        .build()
                        .loadModel())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("decides the network; leave optBlock out");
    }

    @Test
    void refusesAGpuThatIsNotThere() {
        assertThatThrownBy(() -> Criteria.builder()
                        .setTypes(byte[].class, Classifications.class)
                        .optModelZoo(new RewindModelZoo(folder))
                        .optDevice(Device.gpu(99))
                        .build()
                        .loadModel())
                .isInstanceOf(DeviceException.class)
                .hasMessageContaining("gpu:99");
    }

    @Test
    void freesEverythingOnClosing() throws Exception {
        Clips.load(folder, byte[].class).close(); // what the first use keeps for good
        int before = Torch.manager().getParentManager().getManagedArrays().size();
        Model model = Clips.load(folder, byte[].class);
        NDArray weight = model.getBlock().getParameters().get(0).getValue().getArray();

        model.close();

        assertThat(weight.isReleased()).isTrue();
        assertThat(Torch.manager().getParentManager().getManagedArrays()).hasSize(before);
        assertThatThrownBy(() -> weight.toFloatArray()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void freesEverythingWhenTheTranslatorCannotBeMade() throws Exception {
        Clips.load(folder, byte[].class).close(); // what the first use keeps for good
        int before = Torch.manager().getParentManager().getManagedArrays().size();
        TranslatorFactory factory = new DefaultTranslatorFactory() {
            @Override
            public <I, O> Translator<I, O> newInstance(
                    Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) throws TranslateException {
                throw new TranslateException("no " + arguments.get("what"));
            }
        };

        assertThatThrownBy(() -> Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelZoo(new RewindModelZoo(folder))
                        .optTranslatorFactory(factory)
                        .optArgument("what", "luck")
                        .build()
                        .loadModel())
                .isInstanceOf(ModelNotFoundException.class)
                .cause()
                .hasMessage("the translator cannot be made: no luck");
        assertThat(Torch.manager().getParentManager().getManagedArrays()).hasSize(before);
    }

    private static void assertRefused(Path directory, String problem) {
        assertThatThrownBy(() -> Clips.load(directory, byte[].class))
                .isInstanceOf(MalformedModelException.class)
                .hasCauseInstanceOf(ModelLoadException.class)
                .hasMessageStartingWith("cannot load the model " + directory.toAbsolutePath() + ": " + problem);
    }
}
