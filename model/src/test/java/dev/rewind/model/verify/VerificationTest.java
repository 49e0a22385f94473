package dev.rewind.model.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Backpropagation.Mode;
import dev.rewind.model.verify.CaseReport.Part;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class VerificationTest {
    static Stream<Arguments> smallCases() {
        return cases("small");
    }

    static Stream<Arguments> fullSizeCases() {
        return cases("full");
    }

    private static Stream<Arguments> cases(String size) {
        Path folder = Path.of(System.getProperty("rewind.shared", ""), "golden", size);
        assumeTrue(Files.isDirectory(folder), "the published figures are not on this machine: there is no " + folder);
        return Verification.cases(List.of(folder)).stream()
                .flatMap(path -> Stream.of(
                        Arguments.of(path.getFileName(), "plain", Mode.ORDINARY, path, Kernels.plain()),
                        Arguments.of(path.getFileName(), "fast", Mode.ORDINARY, path, Kernels.fast()),
                        Arguments.of(path.getFileName(), "plain", Mode.REVERSIBLE, path, Kernels.plain()),
                        Arguments.of(path.getFileName(), "fast", Mode.REVERSIBLE, path, Kernels.fast())))
                .filter(arguments -> arguments.get()[2] == Mode.ORDINARY
                        || arguments.get()[0].toString().startsWith("rev"));
    }

    @ParameterizedTest(name = "{0} with {1} kernels, {2}")
    @MethodSource("smallCases")
    void givesThePublishedActivationsLossAndGradients(Path name, String kind, Mode mode, Path folder, Kernels kernels) {
        assertPasses(new Verification(Torch.manager(), kernels, mode).run(folder));
    }

    @Tag("slow") // a minute each: whole training steps of the full-size networks
    @ParameterizedTest(name = "{0} with {1} kernels, {2}")
    @MethodSource("fullSizeCases")
    void givesThePublishedFiguresOfFullSizeNetworks(Path name, String kind, Mode mode, Path folder, Kernels kernels) {
        assertPasses(new Verification(Torch.manager(), kernels, mode).run(folder));
    }

    private static void assertPasses(CaseReport report) {
        assertThat(report.problem()).isEmpty();
        assertThat(report.passed()).as("%s", report).isTrue();
        assertThat(report.parts()).containsOnlyKeys(Part.values());
    }
}
