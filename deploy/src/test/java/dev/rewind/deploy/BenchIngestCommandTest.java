package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class BenchIngestCommandTest {
    @Test
    void measuresBothSizesBesideFfmpeg() throws IOException {
        boolean ffmpeg = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ffmpeg")));
        Assumptions.assumeTrue(ffmpeg, "skipped: there is no ffmpeg program on the PATH");

        CommandRun run = CommandRun.of("bench", "ingest", "--runs", "1", "--seconds", "1", "--json");

        assertThat(run.code()).as(run.err().toString()).isZero();
        JsonNode sizes = new JsonMapper().readTree(run.out().get(0));
        assertThat(sizes.fieldNames()).toIterable().containsExactly("340x256", "1920x1080");
        assertThat(sizes.get("340x256").get("frames").asInt()).isEqualTo(300);
        assertThat(sizes.get("1920x1080").get("frames").asInt()).isEqualTo(30);
        for (JsonNode size : sizes) {
            double own = size.get("framesPerSecond").asDouble();
            double program = size.get("ffmpegFramesPerSecond").asDouble();
            assertThat(own).isPositive();
            assertThat(program).isPositive();
            assertThat(size.get("ratio").asDouble()).isEqualTo(own / program, within(1e-9));
            assertThat(size.get("startSeconds").asDouble()).isPositive();
            boolean told = Files.exists(Path.of("/proc/self/stat"));
            assertThat(size.get("cpuSeconds").isNumber()).isEqualTo(told);
            assertThat(size.get("ffmpegCpuSeconds").isNumber()).isEqualTo(told);
        }
    }

    @Test
    void refusesToRunNoneOfThem() {
        CommandRun run = CommandRun.of("bench", "ingest", "--runs", "0");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("must be at least 1, but were 0");
    }
}
