package dev.rewind.model.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.verify.CaseReport.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a verification makes of cases that are right, of cases that are not, and of what is no case at all. */
class OwnCaseTest {
    @TempDir
    Path folder;

    private OwnCase own;

    @BeforeEach
    void runTheNetwork() throws IOException {
        own = new OwnCase();
    }

    @Test
    void passesItsOwnFigures() throws IOException {
        assertPasses(verify(own.saveTensors(folder.resolve("tensors"))));
        assertPasses(verify(own.withStatistics().saveDescription(folder.resolve("statistics"))));
    }

    private static void assertPasses(CaseReport report) {
        assertThat(report.problem()).isEmpty();
        assertThat(report.passed()).as("%s", report).isTrue();
        assertThat(report.worst()).isLessThan(1);
        assertThat(report.parts()).containsOnlyKeys(Part.values());
    }

    @ParameterizedTest
    @CsvSource({
        "stem, STEM",
        "block0.X1, BLOCKS",
        "block1.X2, BLOCKS",
        "final_norm, HEAD",
        "head_input, HEAD",
        "logits, LOGITS",
        "loss, LOSS"
    })
    void namesTheTensorInWhichOneValueIsOff(String tensor, Part part) throws IOException {
        own.io.get(tensor).values()[0] += 0.1f;

        assertFailsAt(verify(own.saveTensors(folder)), part, tensor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rev_backbone.layers.0.F.attn.qkv.weight", "rev_backbone.layers.0.F.attn.norm_k.bias"})
    void namesTheParameterWhoseGradientIsOff(String parameter) throws IOException {
        own.gradients.get(parameter).values()[1] += 0.5f;

        assertFailsAt(verify(own.saveTensors(folder)), Part.GRADIENTS, parameter);
    }

    @Test
    void takesNoNumberForAnError() throws IOException {
        own.io.get("block0.X2").values()[5] = Float.NaN;

        CaseReport report = verify(own.saveTensors(folder));

        assertFailsAt(report, Part.BLOCKS, "block0.X2");
        assertThat(report.worst()).isInfinite();
    }

    @ParameterizedTest
    @CsvSource({
        "/stats/stem, mean, STEM",
        "/stats/block1.X1, std, BLOCKS",
        "/grads_vanilla/norm.weight, l2, GRADIENTS",
        "/grads_vanilla/norm.weight, max_abs, GRADIENTS",
    })
    void namesTheStatisticThatIsOff(String tensor, String figure, Part part) throws IOException {
        ((ObjectNode) own.withStatistics().description.at(tensor)).put(figure, -5);

        String name = tensor.substring(tensor.lastIndexOf('/') + 1);
        assertFailsAt(verify(own.saveDescription(folder)), part, name + " (" + figure + ")");
    }

    private static void assertFailsAt(CaseReport report, Part part, String what) {
        assertThat(report.problem()).isEmpty();
        assertThat(report.passed()).isFalse();
        assertThat(report.worst()).isGreaterThan(1);
        assertThat(report.parts().get(part).what()).isEqualTo(what);
        assertThat(report.parts().get(part).holds()).isFalse();
        assertThat(report.parts().keySet()).containsExactly(Part.values());
    }

    /** Breaks something about a case after it was saved. */
    private interface Damage {
        void to(Path folder) throws IOException;
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("no JSON at all", "config.json cannot be read", f -> write(f, "config.json", "perhaps")),
                damage("an empty description", "'config'", f -> write(f, "config.json", "")),
                damage("null", "'config'", f -> write(f, "config.json", "null")),
                damage("a list", "'config'", f -> write(f, "config.json", "[1, 2]")),
                damage("truncated JSON", "config.json cannot be read", f -> cut(f, "config.json")),
                damage("deep JSON", "config.json cannot be read", f -> write(f, "config.json", "[".repeat(100_000))),
                damage("no labels", "'labels'", f -> edit(f, "\"labels\":[2,0]", "\"other\":1")),
                damage("one label", "2 samples, but 1 labels", f -> edit(f, "[2,0]", "[2]")),
                damage("a label too high", "'labels[0]'", f -> edit(f, "[2,0]", "[3,0]")),
                damage("another network", "Rev-MViT", f -> edit(f, "\"reversible\"", "\"revers\"")),
                damage("text for a size", "'config.embed_dim'", f -> edit(f, "\"embed_dim\":8", "\"embed_dim\":\"8\"")),
                damage("a flag as text", "'config.qkv_bias'", f -> edit(f, "\"qkv_bias\":true", "\"qkv_bias\":\"no\"")),
                damage("too few sizes", "'config.input_hw' has no element 1", f -> edit(f, "[16,16]", "[16]")),
                damage("a size that is no list", "'config.patch_kernel'", f -> edit(f, "[3,7,7]", "7")),
                damage("endless layers", "'config.depth'", f -> edit(f, "\"depth\":2", "\"depth\":2000000000")),
                damage("a stride of 0", "stride", f -> edit(f, "\"patch_stride\":[2,4,4]", "\"patch_stride\":[0,0,0]")),
                damage("other weights", "not those of the network", f -> edit(f, "\"depth\":2", "\"depth\":3")),
                damage("no io.npz", "'input_shape'", f -> Files.delete(f.resolve("io.npz"))),
                damage("no gradients", "grads_f64.npz cannot be read", f -> Files.delete(f.resolve("grads_f64.npz"))),
                damage("garbage weights", "weights.npz cannot be read", f -> write(f, "weights.npz", "PK garbage")),
                damage("truncated tensors", "io.npz cannot be read", f -> cut(f, "io.npz")),
                damage("a flipped bit", "'block0.X1' is damaged", f -> flip(f, "io.npz", "block0.X1.npy")),
                damage("compressed", "io.npz is compressed", f -> io(f, ZipEntry.DEFLATED, "input", npy("<f4"))),
                damage("16-bit integers", "is <i2", f -> io(f, ZipEntry.STORED, "input", npy("<i2"))),
                damage("Fortran order", "in Fortran order", f -> io(f, ZipEntry.STORED, "input", fortran())),
                damage("no array", "'input' is no NumPy array", f -> io(f, ZipEntry.STORED, "input", new byte[99])),
                damage("half an array", "ends in its middle", f -> io(f, ZipEntry.STORED, "input", new byte[3])),
                damage("a huge shape", "are not float32", f -> io(f, ZipEntry.STORED, "input", huge())),
                damage("no input", "io.npz has no 'input'", f -> io(f, ZipEntry.STORED, "other", npy("<f4"))),
                damage("a scalar input", "should be clips", f -> io(f, ZipEntry.STORED, "input", npy("<f4"))));
    }

    private static Arguments damage(String what, String reason, Damage damage) {
        return Arguments.of(what, reason, damage);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damages")
    void saysWhyADamagedCaseCannotBeRun(String what, String reason, Damage damage) throws IOException {
        own.saveTensors(folder);
        damage.to(folder);

        CaseReport report = verify(folder);

        assertThat(report.passed()).isFalse();
        assertThat(report.worst()).isInfinite();
        assertThat(report.problem())
                .get()
                .asString()
                .contains(reason)
                .doesNotContain("it cannot be run")
                .doesNotContain("\n");
    }

    @Test
    void findsTheCasesBelowAFolderOnce() throws IOException {
        Path inner = own.saveTensors(folder.resolve("a/b"));

        assertThat(Verification.cases(List.of(folder, inner))).containsExactly(inner.toRealPath());
        assertThatThrownBy(() -> Verification.cases(List.of(folder.resolve("nowhere"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nowhere")
                .hasMessageContaining("config.json");
    }

    private static CaseReport verify(Path folder) {
        return new Verification(Torch.manager(), Kernels.fast(), Mode.ORDINARY).run(folder);
    }

    private static void write(Path folder, String file, String text) throws IOException {
        Files.writeString(folder.resolve(file), text);
    }

    private static void edit(Path folder, String before, String after) throws IOException {
        Path file = folder.resolve("config.json");
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
    }

    /** Half of a file is lost. */
    private static void cut(Path folder, String file) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        Files.write(folder.resolve(file), Arrays.copyOf(bytes, bytes.length / 2));
    }

    /** A bit of the values behind an entry's name. */
    private static void flip(Path folder, String file, String entry) throws IOException {
        byte[] bytes = Files.readAllBytes(folder.resolve(file));
        int place = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(entry) + 1_000;
        bytes[place] ^= 1;
        Files.write(folder.resolve(file), bytes);
    }

    private static void io(Path folder, int method, String name, byte[] npy) throws IOException {
        NpzFile.writeEntries(folder.resolve("io.npz"), method, Map.of(name + ".npy", npy));
    }

    private static byte[] npy(String format) {
        return NpzFile.npy("{'descr': '" + format + "', 'fortran_order': False, 'shape': (), }", 1);
    }

    private static byte[] fortran() {
        return NpzFile.npy("{'descr': '<f4', 'fortran_order': True, 'shape': (1,), }", 1);
    }

    /** The product of these axes is 0 in 64 bits. */
    private static byte[] huge() {
        return NpzFile.npy("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296, 4294967296), }", 1);
    }
}
