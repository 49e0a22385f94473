package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchForwardCommandTest {
    private static final String[] SIDE = {"seconds", "cpuSeconds", "gflops", "matmulShare", "idealRatio"};

    @TempDir
    Path directory;

    @Test
    void printsBothSidesAsJson() throws IOException {
        CommandRun run = bench("--preset", "rev-vit-tiny", "--json");

        assertThat(run.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(String.join("", run.out()));
        assertThat(json.fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "model",
                        "batch",
                        "threads",
                        "device",
                        "dtype",
                        "engine",
                        "matmulGflops",
                        "gflopPerForward",
                        "plain",
                        "fast",
                        "largestLogit",
                        "largestLogitDifference",
                        "sameTop1");
        assertThat(json.get("matmulGflops").fieldNames()).toIterable().containsExactly("fp32", "bf16");
        assertThat(json.get("plain").fieldNames()).toIterable().containsExactly(SIDE);
        assertThat(json.get("fast").fieldNames()).toIterable().containsExactly(SIDE);
        assertThat(json.get("model").asText()).isEqualTo("rev-vit-tiny");
        assertThat(json.get("sameTop1").asBoolean()).isTrue();
    }

    @Test
    void measuresAModelOfOnesOwnAsATableForPeople() {
        Path model = TinyModel.writeTo(directory.resolve("model"));

        CommandRun run = bench("--model", model.toString(), "--kernels", "fast", "--dtype", "bf16", "--batch", "2");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .anyMatch(line -> line.startsWith(TinyModel.VERSION + ", batch 2, 1 thread, on cpu, PyTorch 2."))
                .anyMatch(line -> line.startsWith("fast bf16 "))
                .noneMatch(line -> line.startsWith("plain"))
                .anyMatch(line -> line.contains("the first class is"));
    }

    @ParameterizedTest
    @CsvSource({
        "--preset rev-mvit-huge, 2, rev-mvit-huge",
        "--preset vit-tiny --model there, 2, mutually exclusive",
        "--model nowhere, 1, manifest.json",
        "--kernels plain --dtype bf16, 2, fp32 alone",
        "--runs 0, 2, runs",
        "--device tpu, 2, 'tpu'",
        "--preset vit-tiny --device gpu:77, 1, gpu:77"
    })
    void saysInOneLineWhatIsWrong(String options, int code, String named) {
        CommandRun run = bench(options.split(" ", -1));

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).singleElement().asString().contains(named).doesNotContain("unexpected");
    }

    private static CommandRun bench(String... options) {
        Stream<String> line = Stream.of("bench", "forward", "--threads", "1");
        boolean choosesRuns = Arrays.asList(options).contains("--runs");
        Stream<String> once = choosesRuns ? Stream.empty() : Stream.of("--runs", "1");
        return CommandRun.of(
                Stream.of(line, once, Arrays.stream(options)).flatMap(s -> s).toArray(String[]::new));
    }
}
