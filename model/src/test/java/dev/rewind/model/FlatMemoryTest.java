package dev.rewind.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDManager;
import com.sun.jna.Platform;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Weights;
import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatMemoryTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"forwards, 400, 1000", "loads, 100, 200"})
    @Tag("slow") // a quarter of a minute each
    @Timeout(300)
    void keepsTheResidentMemoryOfTheProcessFlat(String use, String first, String then) throws Exception {
        assumeTrue(Platform.isLinux(), "only Linux says how much of a process lies in memory");
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = SmallModel.weights(manager)) {
            new ModelFolder(folder).write(weights, SmallModel.manifest());
        }

        List<Long> resident = run(folder.toString(), use, first, then);

        assertThat(resident).hasSize(2);
        assertThat(resident.get(1)).isLessThanOrEqualTo((long) (1.05 * resident.get(0)));
    }

    /** What the process prints; its heap lies in memory from the start, so that only native memory can grow. */
    private static List<Long> run(String... arguments) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms64m",
                        "-Xmx64m",
                        "-XX:+AlwaysPreTouch",
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MemoryProcess.class.getName(),
                        arguments[0],
                        arguments[1],
                        arguments[2],
                        arguments[3])
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            return out.lines()
                    .filter(line -> line.matches("\\d+"))
                    .map(Long::valueOf)
                    .toList();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
