package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchStepCommandTest {
    @TempDir
    Path directory;

    @Test
    void printsEveryFigureAsJsonWithHowItWasMeasured() throws IOException {
        CommandRun run = bench("--preset", "rev-vit-tiny", "--depth", "2", "--streams", "fixed", "--json");

        assertThat(run.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(String.join("", run.out()));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "model",
                        "input",
                        "depth",
                        "mode",
                        "dtype",
                        "batch",
                        "slice",
                        "streams",
                        "threads",
                        "device",
                        "engine",
                        "java",
                        "matmulGflops",
                        "gflopPerStep",
                        "peakBytes",
                        "bytesPerSample",
                        "seconds",
                        "cpuSeconds",
                        "matmulShare",
                        "idealRatio",
                        "gradientError",
                        "drift",
                        "measured");
        assertThat(json.get("measured").fieldNames()).toIterable().containsExactly("memory", "time", "gradients");
        assertThat(json.get("mode").asText()).isEqualTo("reversible");
        assertThat(json.get("streams").asText()).isEqualTo("fixed");
        assertThat(json.get("slice").isNull()).isTrue();
        assertThat(json.get("depth").asInt()).isEqualTo(2);
        assertThat(json.get("gradientError").asDouble()).isBetween(1e-9, 1e-4);
        assertThat(json.get("drift"))
                .hasSize(2)
                .allMatch(block -> block.get("error").asDouble() == 0); // fixed
        assertThat(json.get("peakBytes").isNull()).isEqualTo(!Files.exists(Path.of("/proc/self/clear_refs")));
    }

    @Test
    void measuresAModelOfOnesOwnAsATableForPeople() {
        Path model = TinyModel.writeTo(directory.resolve("model"));

        CommandRun run = bench("--model", model.toString(), "--mode", "ordinary", "--batch", "2", "--dtype", "bf16");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .anyMatch(line -> line.startsWith(TinyModel.VERSION
                        + ", 3 layers, 8x32x32, ordinary, bf16, batch 2, 1 thread, on cpu, PyTorch 2."))
                .anyMatch(line -> line.startsWith("peak above the model "))
                .anyMatch(line -> line.contains("of matmul in bf16"))
                .anyMatch(line -> line.startsWith("time: fresh process"));
    }

    @ParameterizedTest
    @CsvSource({
        "--preset rev-mvit-huge, 2, rev-mvit-huge",
        "--preset vit-tiny, 2, train it the ordinary way",
        "--preset vit-tiny --mode sideways, 2, sideways",
        "--model nowhere, 1, manifest.json",
        "--slice 0, 2, slice was 0",
        "--batch 0, 2, 'batch, threads and runs start at 1'",
        "--slice 2 --mode ordinary, 2, are of the reversible mode",
        "--depth 3, 2, one width",
        "--preset vit-tiny --mode ordinary --frames 8, 2, takes images",
        "--preset rev-vit-tiny --device gpu:77, 1, gpu:77"
    })
    void saysInOneLineWhatIsWrong(String options, int code, String named) {
        CommandRun run = bench(options.split(" ", -1));

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).singleElement().asString().contains(named).doesNotContain("unexpected");
    }

    private static CommandRun bench(String... options) {
        return CommandRun.of(
                Stream.concat(Stream.of("bench", "step", "--threads", "1", "--runs", "1"), Arrays.stream(options))
                        .toArray(String[]::new));
    }
}
