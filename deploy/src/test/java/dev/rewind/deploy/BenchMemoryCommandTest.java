package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BenchMemoryCommandTest {
    @TempDir
    Path directory;

    @Test
    void drawsMemoryAgainstBatchAndDepth() throws IOException {
        assumeMemoryIsKnown();
        Path chart = directory.resolve("a new folder/memory.png");

        CommandRun run = bench(
                "--preset", "rev-vit-tiny", "--batches", "2", "--depths", "2", "--out", chart.toString(), "--json");

        assertThat(run.code()).isZero();
        JsonNode json = new ObjectMapper().readTree(String.join("", run.out()));
        assertThat(json.get("byBatch")).hasSize(1);
        assertThat(json.at("/byBatch/0/size").asInt()).isEqualTo(2);
        assertThat(json.at("/byBatch/0/reversibleBytes").asLong()).isPositive();
        assertThat(json.at("/byDepth/0/ordinaryBytes").asLong()).isPositive();
        assertThat(json.get("depthModel").asText()).isEqualTo("rev-vit-tiny");
        assertThat(run.err()).anyMatch(line -> line.startsWith("rev-vit-tiny, batch 2, reversible: "));
        BufferedImage picture = ImageIO.read(chart.toFile());
        assertThat(picture.getWidth()).isGreaterThan(picture.getHeight());
    }

    @Test
    void saysHowLongAClipFitsAgainstOrdinaryTraining() {
        assumeMemoryIsKnown();

        CommandRun run = bench(
                "--preset",
                "rev-mvit-tiny",
                "--largest-clip",
                "--limit",
                "512MiB",
                "--frames",
                "16,24",
                "--slice",
                "1");

        assertThat(run.code()).isZero();
        assertThat(run.out())
                .anyMatch(line -> line.matches("within 512\\.0 MiB: \\d+ frames reversible, \\d+ ordinary, .* times.*"))
                .anyMatch(line -> line.startsWith("by a straight line"))
                .anyMatch(line -> line.matches("24 +[\\d.]+ MiB +[\\d.]+ MiB +[\\d.]+"));
        assertThat(Files.exists(directory.resolve("memory.png"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "--preset vit-tiny; 2; train it the ordinary way",
                "--preset rev-vit-tiny --largest-clip; 2; takes images",
                "--largest-clip --frames 16; 2; two lengths at least",
                "--largest-clip --limit 4; 2; 4GiB or 512MiB",
                "--batches 0; 2; start at 1",
                "--preset rev-vit-tiny --depths 0; 2; depth must be at least 1"
            })
    void saysInOneLineWhatIsWrong(String options, int code, String named) {
        CommandRun run = bench(options.split(" ", -1));

        assertThat(run.code()).isEqualTo(code);
        assertThat(run.err()).singleElement().asString().contains(named).doesNotContain("unexpected");
    }

    private static void assumeMemoryIsKnown() {
        assumeTrue(
                Files.isWritable(Path.of("/proc/self/clear_refs")),
                "only Linux says how much of a process lies in memory");
    }

    private static CommandRun bench(String... options) {
        return CommandRun.of(Stream.concat(Stream.of("bench", "memory", "--threads", "1"), Arrays.stream(options))
                .toArray(String[]::new));
    }
}
