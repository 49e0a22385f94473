package dev.rewind.model.imports;

import static dev.rewind.model.imports.PublishedConfigs.REV_MVIT_B;
import static dev.rewind.model.imports.PublishedConfigs.REV_VIT_S;
import static dev.rewind.model.imports.PublishedConfigs.SMALL;
import static dev.rewind.model.imports.PublishedConfigs.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.pyth.PythFile;
import dev.rewind.model.checkpoint.pyth.RevMViTB;
import dev.rewind.model.checkpoint.pyth.SavedTensor;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(120)
class ModelImportTest {
    private static final Set<String> CLASS_TOKEN = Set.of("cls_token", "pos_embed_class");
    private static final Pass SERVING = Pass.serving(Compute.exact().kernels());
    private static final List<String> THREE = List.of("jump", "run", "wave hand");

    @TempDir
    Path directory;

    private Path file;
    private Path out;

    @BeforeEach
    void nameFiles() {
        file = directory.resolve("REV.pyth");
        out = directory.resolve("model");
    }

    @Test
    void importsThePublishedKineticsFileOnceItsClassTokenIsDropped() throws IOException {
        write(kineticsFile(), REV_MVIT_B);
        ModelManifest manifest = anImport(CLASS_TOKEN).run(out);

        assertThat(manifest.preset()).isEqualTo("rev-mvit-b-16x4");
        assertThat(manifest.network())
                .isEqualTo(Preset.byName("rev-mvit-b-16x4").network());
        assertThat(manifest.clip()).isEqualTo(Preset.byName("rev-mvit-b-16x4").clip());
        assertThat(manifest.classes()).hasSize(400).startsWith("abseiling").endsWith("zumba");
        assertThat(manifest.version()).isEqualTo("imported-1");
        assertThat(new ModelFolder(out).manifest()).isEqualTo(manifest);
    }

    @Test
    void asksToDropTheClassTokenByName() throws IOException {
        write(kineticsFile(), REV_MVIT_B);

        assertRefused(
                anImport(Set.of()),
                "none was loaded: missing [], extra [cls_token [1, 1, 96], pos_embed_class [1, 1, 96]], misshapen []",
                "add --drop cls_token,pos_embed_class");
        assertRefused(
                anImport(Set.of("cls_token", "pos_embed_class", "cls_tokne")),
                "it does not hold cls_tokne, which should");
    }

    /** The weights by which the network that was imported answers are those of the file, and it computes as its cfg says. */
    @ParameterizedTest
    @EnumSource(PythFile.class)
    void answersAsTheNetworkOfTheFileDoes(PythFile form) throws IOException {
        NetworkConfig network = SlowFastConfig.of(file, SMALL).network();
        form.write(file, Map.of("model_state", saved(network), "cfg", SMALL));

        ModelManifest manifest =
                new ModelImport(file, Optional.empty(), Set.of(), Optional.of(THREE), "small-1").run(out);

        assertThat(manifest.classes()).isEqualTo(THREE);
        assertThat(manifest.preset()).isEqualTo("imported");
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager().newSubManager();
                Weights direct = Weights.create(manager, Network.of(network).shapes(), new Initializer(1));
                Weights imported = new ModelFolder(out).weights(manager, manifest)) {
            NDArray clip = manager.randomNormal(new Shape(2, 3, 4, 16, 16));
            float[] wanted = Network.of(network).forward(direct, SERVING, clip).toFloatArray();
            float[] found = Network.of(manifest.network())
                    .forward(imported, SERVING, clip)
                    .toFloatArray();
            assertThat(found).isEqualTo(wanted).doesNotContain(0);
        }
    }

    @Test
    void importsAnImageNetwork() throws IOException {
        Preset revVitS = Preset.byName("rev-vit-s");
        write(NetworkChoice.shapesOf(revVitS.network()), REV_VIT_S);
        List<String> names =
                IntStream.range(0, 1000).mapToObj(i -> "class " + i).toList();

        ModelManifest manifest = new ModelImport(file, Optional.empty(), Set.of(), Optional.of(names), "s").run(out);

        assertThat(manifest.preset()).isEqualTo("rev-vit-s");
        assertThat(manifest.clip()).isEqualTo(revVitS.clip());
    }

    @Test
    void findsThePresetOfAFileWithoutAConfig() throws IOException {
        Network tiny = Network.of(Preset.byName("rev-vit-tiny").network().withClasses(3));
        PythFile.ZIP.write(file, saved(tiny.config()));

        ModelManifest manifest = new ModelImport(file, Optional.empty(), Set.of(), Optional.of(THREE), "t").run(out);

        assertThat(manifest.preset()).isEqualTo("rev-vit-tiny");
        assertThat(manifest.network()).isEqualTo(tiny.config());
    }

    @Test
    void namesTheNearestPresetWhereNoneFits() throws IOException {
        Map<String, long[]> shapes = kineticsFile();
        shapes.remove("norm.bias");
        shapes.put("rev_backbone.layers.0.F.norm.weight", new long[] {95});
        write(shapes, null);

        assertRefused(
                anImport(CLASS_TOKEN),
                "it holds no cfg, and its tensors fit no preset; of the nearest, rev-mvit-b-16x4: missing [norm.bias"
                        + " [1536]], extra [], misshapen [rev_backbone.layers.0.F.norm.weight [95] instead of [96]]; name"
                        + " the network with --preset, and what it can do without with --drop");
    }

    @Test
    void namesEveryTensorThatDoesNotFit() throws IOException {
        Map<String, long[]> shapes = kineticsFile();
        shapes.remove("norm.bias");
        shapes.put("rev_backbone.layers.3.res_proj.weight", new long[] {384, 384});
        shapes.put("head.projection.more", new long[] {7});
        write(shapes, REV_MVIT_B);

        assertRefused(
                anImport(CLASS_TOKEN),
                "missing [norm.bias [1536]], extra [head.projection.more [7]], misshapen"
                        + " [rev_backbone.layers.3.res_proj.weight [384, 384] instead of [384, 192]]");
        assertRefused(
                new ModelImport(file, preset("rev-vit-s"), CLASS_TOKEN, Optional.empty(), "x"),
                "missing [norm.bias [768], pos_embed [1, 196, 384], ");
    }

    @Test
    void takesAPresetThatTheFileDoesNotContradict() throws IOException {
        write(kineticsFile(), REV_MVIT_B);

        assertThat(new ModelImport(file, preset("rev-mvit-b-16x4"), CLASS_TOKEN, Optional.empty(), "x")
                        .run(out)
                        .preset())
                .isEqualTo("rev-mvit-b-16x4");
    }

    /** Each fits by shape, and would guess. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RES_PATH: conv|RES_PATH: max|MVIT.REV.RES_PATH MAX (rev-mvit-b-16x4: CONV)",
                "RES_PATH: conv|PRE_Q_FUSION: add|MVIT.REV.PRE_Q_FUSION add (rev-mvit-b-16x4: avg)",
                "CLS_EMBED_ON: true|USE_MEAN_POOLING: true|MVIT.USE_MEAN_POOLING true (rev-mvit-b-16x4: false)",
                "ADAPTIVE: [1, 8, 8]|ADAPTIVE: [1, 4, 4]|POOL_KV_STRIDE Pooling[kernel=3x3x3, kvStride=1x4x4]",
                "[14, 1, 2, 2]|[14, 2, 2, 2]|MVIT.POOL_Q_STRIDE, DIM_MUL and HEAD_MUL [",
                "SAMPLING_RATE: 4|SAMPLING_RATE: 8|DATA.SAMPLING_RATE and TARGET_FPS PT0.266666666S (rev-mvit-b-16x4: PT0.1",
                "MEAN: [0.45, 0.45, 0.45]|MEAN: [0.485, 0.456, 0.406]|DATA.MEAN and STD IMAGENET (rev-mvit-b-16x4: RGB)"
            })
    void refusesAPresetThatContradictsTheFileInWhatShapesCannotShow(String part, String other, String problem)
            throws IOException {
        String cfg = with(REV_MVIT_B, part, other);
        write(
                kineticsFile(),
                other.startsWith("MEAN") ? with(cfg, "STD: [0.225, 0.225, 0.225]", "STD: [0.229, 0.224, 0.225]") : cfg);

        assertRefused(
                new ModelImport(file, preset("rev-mvit-b-16x4"), CLASS_TOKEN, Optional.empty(), "x"),
                "its tensors fit the preset, but its cfg says ",
                problem,
                "leave --preset out to follow the file");
    }

    @Test
    void inventsNoNamesOfClasses() throws IOException {
        NetworkConfig network = SlowFastConfig.of(file, SMALL).network();
        PythFile.ZIP.write(file, Map.of("model_state", saved(network), "cfg", SMALL));

        assertRefused(
                anImport(Set.of()), "it does not say what its 3 classes are called; name them with --classes FILE");
        assertRefused(
                new ModelImport(file, Optional.empty(), Set.of(), Optional.of(List.of("a", "b")), "x"),
                "it has 3 classes, but 2 are named");
    }

    @Test
    void refusesAClassifierOfOtherClassesThanTheConfigNames() throws IOException {
        NetworkConfig network = SlowFastConfig.of(file, SMALL).network();
        PythFile.ZIP.write(file, Map.of("model_state", saved(network.withClasses(4)), "cfg", SMALL));

        assertRefused(anImport(Set.of()), "head.projection.weight [4, 32] instead of [3, 32]");
    }

    @ParameterizedTest
    @CsvSource({"NaN", "Infinity", "-Infinity"})
    void refusesATensorThatIsNotFinite(float value) throws IOException {
        NetworkConfig network = SlowFastConfig.of(file, SMALL).network();
        Map<String, SavedTensor> state = saved(network);
        float[] values = new float[32];
        values[5] = value;
        state.put("norm.bias", SavedTensor.of("bias", new long[] {32}, values));
        PythFile.ZIP.write(file, Map.of("model_state", state, "cfg", SMALL));

        assertRefused(
                new ModelImport(file, Optional.empty(), Set.of(), Optional.of(THREE), "x"),
                "tensor 'norm.bias' holds " + value + " at 5, and nothing was loaded");
    }

    @Test
    void refusesWhatItsConfigCannotMean() throws IOException {
        write(kineticsFile(), with(REV_MVIT_B, "DEPTH: 16", "DEPTH: 1000000000"));

        assertRefused(anImport(CLASS_TOKEN), "its cfg has MVIT.DEPTH 1000000000, which should be a whole number");
    }

    @Test
    void leavesAModelThatIsThereAlone() throws IOException {
        NetworkConfig network = SlowFastConfig.of(file, SMALL).network();
        PythFile.ZIP.write(file, Map.of("model_state", saved(network), "cfg", SMALL));
        ModelImport first = new ModelImport(file, Optional.empty(), Set.of(), Optional.of(THREE), "first");
        first.run(out);

        assertThatThrownBy(() -> first.run(out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(out + " holds a model already; name another folder with --out, or delete that one first");
    }

    private ModelImport anImport(Set<String> dropped) {
        return new ModelImport(file, Optional.empty(), dropped, Optional.empty(), "imported-1");
    }

    private static Optional<Preset> preset(String name) {
        return Optional.of(Preset.byName(name));
    }

    private static Map<String, long[]> kineticsFile() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        shapes.put("cls_token", new long[] {1, 1, 96});
        shapes.put("pos_embed_class", new long[] {1, 1, 96});
        shapes.putAll(RevMViTB.shapes());
        return shapes;
    }

    /** Writes zeros. */
    private void write(Map<String, long[]> shapes, String cfg) throws IOException {
        Map<String, Object> state = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> state.put(name, SavedTensor.zeros(name, shape)));
        Map<String, Object> root = new LinkedHashMap<>(Map.of("epoch", 199, "model_state", state));
        if (cfg != null) {
            root.put("cfg", cfg);
        }
        PythFile.ZIP.write(file, root);
    }

    /** What a network begins its training with. */
    private static Map<String, SavedTensor> saved(NetworkConfig network) {
        Initializer initial = new Initializer(1);
        Map<String, SavedTensor> state = new LinkedHashMap<>();
        Network.of(network).shapes().forEach((name, shape) -> {
            FloatBuffer values = initial.of(name, shape);
            float[] floats = new float[values.remaining()];
            values.get(floats);
            state.put(name, SavedTensor.of(name, shape.getShape(), floats));
        });
        return state;
    }

    private void assertRefused(ModelImport refused, String... problem) {
        assertThatThrownBy(() -> refused.run(out))
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("cannot read the weights " + file + ": ")
                .hasMessageContainingAll(problem);
        assertThat(out).doesNotExist();
    }
}
