package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class BenchPipelineCommandTest {
    @TempDir
    private Path directory;

    @Test
    void measuresThroughputBesideTheBareModelAndLatencyAtARate() throws IOException {
        String model = TinyModel.writeTo(directory.resolve("tiny")).toString();

        CommandRun run = CommandRun.of(
                "bench",
                "pipeline",
                "--model",
                model,
                "--stand-in",
                "5ms",
                "--rate",
                "20",
                "--batch",
                "4",
                "--warm-up",
                "1s",
                "--seconds",
                "2",
                "--runs",
                "1",
                "--json");

        assertThat(run.code()).as(run.err().toString()).isZero();
        JsonNode figures = new JsonMapper().readTree(run.out().get(0));
        assertThat(figures.fieldNames())
                .toIterable()
                .containsExactly(
                        "clipsPerSecond",
                        "bareClipsPerSecond",
                        "ratio",
                        "p50Ms",
                        "p99Ms",
                        "batchFill",
                        "saturated",
                        "paced");
        double rate = figures.get("clipsPerSecond").asDouble();
        double bare = figures.get("bareClipsPerSecond").asDouble();
        assertThat(rate).isPositive();
        assertThat(figures.get("ratio").asDouble()).isEqualTo(rate / bare, within(1e-9));
        assertThat(figures.get("batchFill").asDouble()).isBetween(1.0, 4.0);
        JsonNode paced = figures.get("paced");
        assertThat(paced.get("modelMs").asDouble()).isGreaterThanOrEqualTo(5);
        assertThat(paced.get("p50Ms").asDouble()).isGreaterThanOrEqualTo(5);
        assertThat(paced.get("p99Ms").asDouble())
                .isGreaterThanOrEqualTo(paced.get("p50Ms").asDouble());
        for (String measured : new String[] {"saturated", "paced"}) {
            JsonNode work = figures.get(measured).get("work");
            assertThat(work.get("decodeSeconds").asDouble()).isPositive();
            assertThat(work.get("computeSeconds").asDouble())
                    .isEqualTo(
                            work.get("modelBusy").asDouble()
                                    * work.get("wallSeconds").asDouble(),
                            within(1e-9));
        }
    }

    @Test
    void refusesARateOfNothing() {
        CommandRun run = CommandRun.of("bench", "pipeline", "--rate", "0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("--rate must be above 0, but is 0.0");
    }
}
