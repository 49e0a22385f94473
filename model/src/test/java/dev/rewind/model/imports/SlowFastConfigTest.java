package dev.rewind.model.imports;

import static dev.rewind.model.imports.PublishedConfigs.REV_MVIT_B;
import static dev.rewind.model.imports.PublishedConfigs.REV_MVIT_B_IMAGE;
import static dev.rewind.model.imports.PublishedConfigs.REV_VIT_S;
import static dev.rewind.model.imports.PublishedConfigs.SMALL;
import static dev.rewind.model.imports.PublishedConfigs.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.Preset;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Reversible.ResidualPath;
import dev.rewind.model.network.config.Transition;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SlowFastConfigTest {
    private static final Path FILE = Path.of("REV.pyth");

    @ParameterizedTest
    @CsvSource({"rev-mvit-b-16x4", "rev-mvit-b-image", "rev-vit-s", "mvit-b-16x4"})
    void readsThePublishedConfigsAsThePresetsOfTheirNames(String name) {
        SlowFastConfig config = read(
                switch (name) {
                    case "rev-mvit-b-16x4" -> REV_MVIT_B;
                    case "rev-mvit-b-image" -> REV_MVIT_B_IMAGE;
                    case "rev-vit-s" -> REV_VIT_S;
                    default -> ordinary();
                });

        assertThat(config.clip()).isEqualTo(Preset.byName(name).clip());
        // A network of one stage fuses nothing, so that the config's fusion need not be the preset's.
        assertThat(config.network())
                .usingRecursiveComparison()
                .ignoringFields(name.equals("rev-vit-s") ? new String[] {"reversible.fusion"} : new String[0])
                .isEqualTo(Preset.byName(name).network());
    }

    @Test
    void takesWhatShapesCannotShowFromTheConfig() {
        NetworkConfig small = read(with(SMALL, "POOL_KVQ_KERNEL", "USE_MEAN_POOLING: true\n  POOL_KVQ_KERNEL"))
                .network();

        assertThat(small.reversible().fusion().published()).isEqualTo("add");
        assertThat(small.reversible().residual()).isEqualTo(ResidualPath.MAX);
        assertThat(small.reversible().end().published()).isEqualTo("concat");
        assertThat(small.meanFirst()).isTrue();
        assertThat(read(with(SMALL, "PRE_Q_FUSION: add", "PRE_Q_FUSION: max"))
                        .network()
                        .reversible()
                        .fusion()
                        .published())
                .isEqualTo("max");
    }

    @Test
    void fillsSilenceWithTheDefaultsOfPySlowFast() {
        SlowFastConfig config = read("MODEL: {MODEL_NAME: MViT}");

        NetworkConfig network = config.network();
        assertThat(network.input()).isEqualTo(new Thw(8, 224, 224));
        assertThat(network.patch().padding()).isEqualTo(new Thw(2, 4, 4));
        assertThat(network.position()).isEqualTo(Position.FULL);
        assertThat(network.classToken()).isTrue();
        assertThat(network.projection().bias()).isTrue();
        assertThat(network.reversible()).isNull();
        assertThat(config.clip().period()).isEqualTo(Duration.ofNanos(266_666_666));
    }

    @Test
    void knowsKineticsOnlyWhereTheFileItselfSaysSo() {
        assertThat(read(REV_MVIT_B).isKinetics400()).isTrue();
        assertThat(read(with(REV_MVIT_B, "NUM_CLASSES: 400", "NUM_CLASSES: 600"))
                        .isKinetics400())
                .isFalse();
        assertThat(read(with(REV_MVIT_B, "DATASET: kinetics", "DATASET: ssv2")).isKinetics400())
                .isFalse();
        assertThat(read("MODEL: {MODEL_NAME: MViT}").isKinetics400()).isFalse();
    }

    /** Building a network, the published code writes what it made of the adaptive stride beside it. */
    @Test
    void acceptsTheStrideOfEachLayerWhereItIsTheAdaptiveOne() {
        String each = "POOL_KV_STRIDE: [[0, 1, 2, 2], [1, 1, 1, 1], [2, 1, 1, 1]]";
        String adaptive = "POOL_KV_STRIDE_ADAPTIVE: [1, 2, 2]";

        assertThat(read(with(SMALL, adaptive, each)).network())
                .isEqualTo(read(with(SMALL, adaptive, adaptive + "\n  " + each)).network())
                .isEqualTo(read(SMALL).network());
        assertRefused(with(SMALL, adaptive, with(each, "[2, 1, 1, 1]", "[2, 1, 2, 2]")), "MVIT.POOL_KV_STRIDE [[0,1,");
        assertRefused(with(SMALL, adaptive, with(each, ", [2, 1, 1, 1]", "")), "MVIT.POOL_KV_STRIDE ");
    }

    @Test
    void fusesStreamsWhereTheConfigBuffersThem() {
        assertThat(read(with(SMALL, "BUFFER_LAYERS: [1]", "BUFFER_LAYERS: [1, 2]"))
                        .network()
                        .transitions())
                .contains(new Transition(2, new Thw(1, 1, 1), 1, 1));
        assertRefused(with(SMALL, "BUFFER_LAYERS: [1]", "BUFFER_LAYERS: [2]"), "MVIT.REV.BUFFER_LAYERS [2]", "[1]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "MVIT|REL_POS_SPATIAL|true",
                "MVIT|REL_POS_TEMPORAL|true",
                "MVIT|RESIDUAL_POOLING|true",
                "MVIT|DIM_MUL_IN_ATT|true",
                "MVIT|POOL_FIRST|true",
                "MVIT|NORM_STEM|true",
                "MVIT|USE_FIXED_SINCOS_POS|true",
                "MVIT|LAYER_SCALE_INIT_VALUE|0.1",
                "MVIT|MODE|\"conv_unshared\"",
                "MVIT|NORM|\"batchnorm\"",
                "MVIT|POOL_Q_STRIDE|[[1,1,2,2]]",
                "MVIT|POOL_KV_STRIDE_ADAPTIVE|[1,2,2]",
                "DATA|INPUT_CHANNEL_NUM|[1]",
                "DATA|REVERSE_INPUT_CHANNEL|true",
                "DATA|MEAN|[0.5,0.5,0.5]",
                "DATA|TARGET_FPS|0",
                "MODEL|HEAD_ACT|\"sigmoid\"",
                "MASK|ENABLE|true",
                "DETECTION|ENABLE|true"
            })
    void refusesByNameWhatTheNetworksDoNotHave(String section, String key, String value) {
        String named = key.equals("POOL_KV_STRIDE_ADAPTIVE") ? "POOL_KVQ_KERNEL None" : key + " " + value;
        String head = section.equals("MODEL") ? "" : "MODEL: {MODEL_NAME: MViT}\n";
        String model = section.equals("MODEL") ? "MODEL_NAME: MViT, " : "";

        assertRefused(
                head + section + ": {" + model + key + ": " + value + "}", "its cfg wants " + section + "." + named);
    }

    @Test
    void refusesNetworksOfAnotherKind() {
        assertRefused("MODEL: {MODEL_NAME: SlowFast}", "its cfg wants MODEL.MODEL_NAME \"SlowFast\"", "MViT alone");
        assertRefused("{}", "MODEL.MODEL_NAME \"SlowFast\"");
        assertRefused(with(SMALL, "RES_PATH: max", "RES_PATH: avg"), "MVIT.REV.RES_PATH \"avg\"");
        assertRefused(with(SMALL, "PRE_Q_FUSION: add", "PRE_Q_FUSION: ln+concat_linear_2"), "no fusion 'ln+concat");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "DEPTH: 3|DEPTH: 1000000000|MVIT.DEPTH 1000000000, which should be a whole number from 0 to 1000",
                "DEPTH: 3|DEPTH: -1|MVIT.DEPTH -1",
                "DEPTH: 3|DEPTH: 2.5|MVIT.DEPTH 2.5",
                "DEPTH: 3|DEPTH: .inf|cannot be read",
                "DEPTH: 3|DEPTH: three|MVIT.DEPTH \"three\"",
                "DEPTH: 3|DEPTH: null|MVIT.DEPTH None",
                "DEPTH: 3|DEPTH: [3]|MVIT.DEPTH [3]",
                "DEPTH: 3|DEPTH: 0|describes no network: depth must be at least 1",
                "EMBED_DIM: 8|EMBED_DIM: 99999999999999999999|MVIT.EMBED_DIM 99999999999999999999",
                "EMBED_DIM: 8|EMBED_DIM: 0|describes no network",
                "ENABLE: true|ENABLE: 1|MVIT.REV.ENABLE 1, which should be True or False",
                "DIM_MUL: [[1, 2.0]]|DIM_MUL: [[1]]|MVIT.DIM_MUL[0] [1], which should be a list of 2",
                "DIM_MUL: [[1, 2.0]]|DIM_MUL: [[1, 1.5]]|MVIT.DIM_MUL[0][1] 1.5",
                "DIM_MUL: [[1, 2.0]]|DIM_MUL: [[1, 0]]|describes no network",
                "DIM_MUL: [[1, 2.0]]|DIM_MUL: [[1, 100000], [2, 100000]]|describes no network",
                "PATCH_PADDING: [1, 3, 3]|PATCH_PADDING: (1, 3)|MVIT.PATCH_PADDING [1,3], which should be a list of 3",
                "PATCH_PADDING: [1, 3, 3]|PATCH_STRIDE: [0, 4, 4]|describes no network",
                "NUM_FRAMES: 4|NUM_FRAMES: 0|describes no network",
                "SAMPLING_RATE: 6|SAMPLING_RATE: 0|describes no clips"
            })
    void refusesValuesThatNoNetworkHas(String part, String other, String problem) {
        // A fourth list entry is no layer that fuses, and must not be what is refused.
        String fusing =
                other.contains("[2, 100000]") ? with(SMALL, "BUFFER_LAYERS: [1]", "BUFFER_LAYERS: [1, 2]") : SMALL;

        assertRefused(with(fusing, part, other), problem);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "just text",
                "[1, 2]",
                "MODEL: 3",
                "MODEL: {MODEL_NAME: MViT}\nMVIT: 3",
                "MVIT: {DEPTH: 3, DEPTH: 4}",
                "MVIT: {DEPTH: 3",
                "MVIT: @3",
                "a: 1\n---\nb: 2",
                "\u0000"
            })
    void refusesWhatIsNoConfig(String cfg) {
        assertRefused(cfg, "its cfg cannot be read: ");
    }

    @Test
    void isNotDrawnIntoEndlessTexts() {
        assertRefused("[".repeat(50_000), "its cfg cannot be read: ");
        assertRefused("a: ".repeat(50_000), "its cfg cannot be read: ");
        assertRefused("MODEL: {MODEL_NAME: MViT}\nMVIT: {DEPTH: " + "9".repeat(100_000) + "}", "MVIT.DEPTH \"9999");
        assertRefused("# ".repeat(500_000), "its cfg cannot be read: it has 1000000 characters");
    }

    /** Each line stands for ten times the one before: resolved, the last would be a list of ten thousand million. */
    @Test
    void leavesAliasesAlone() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x]\n");
        for (int i = 1; i <= 10; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d, ".formatted(i - 1).repeat(10)));
        }

        assertThat(read(bomb + SMALL).network()).isEqualTo(read(SMALL).network());
        assertRefused(bomb + with(SMALL, "DEPTH: 3", "DEPTH: *a10"), "MVIT.DEPTH \"a10\"");
    }

    @Test
    void makesNothingOfTags() {
        assertThat(read("OTHER: !!javax.script.ScriptEngineManager [!!java.net.URL ['http://127.0.0.1']]\n" + SMALL)
                        .network())
                .isEqualTo(read(SMALL).network());
        assertThat(read(with(SMALL, "PATCH_PADDING: [", "PATCH_PADDING: !!python/tuple ["))
                        .network())
                .isEqualTo(read(SMALL).network());
    }

    private static String ordinary() {
        String config = with(REV_MVIT_B, "ENABLE: true", "ENABLE: false");
        return with(with(config, "QKV_BIAS: false", "QKV_BIAS: true"), "DROPPATH_RATE: 0.05", "DROPPATH_RATE: 0.2");
    }

    private static SlowFastConfig read(String cfg) {
        return SlowFastConfig.of(FILE, cfg);
    }

    private static void assertRefused(String cfg, String... problem) {
        assertThatThrownBy(() -> {
                    SlowFastConfig config = read(cfg);
                    config.network();
                    config.clip();
                })
                .isInstanceOf(CheckpointException.class)
                .hasMessageStartingWith("cannot read the weights REV.pyth: its cfg ")
                .hasMessageContainingAll(problem);
    }
}
