package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class VerifyCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    @BeforeEach
    void copyTheCase() throws IOException {
        try (InputStream in = VerifyCommandTest.class.getResourceAsStream("golden/tiny/case.json")) {
            Files.createDirectories(folder.resolve("golden/tiny"));
            Files.copy(in, folder.resolve("golden/tiny/case.json"));
        }
    }

    @Test
    void passesACaseWithEitherKernels() {
        for (String kernels : new String[] {"plain", "fast"}) {
            CommandRun run = verify("--kernels", kernels, "--threads", "1");

            assertThat(run.code()).isZero();
            assertThat(run.out().get(0)).contains("stem", "blocks", "head", "logits", "loss", "gradients");
            assertThat(run.out().get(1)).startsWith("passed  tiny");
            assertThat(run.out().get(2))
                    .startsWith("1 of 1 cases passed; " + kernels + " kernels, fp32, on cpu, PyTorch");
        }
    }

    @Test
    void saysWhereACaseFails() throws IOException {
        edit("/stats/block1.X2", "mean", 5);

        CommandRun run = verify();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().get(1)).startsWith("FAILED  tiny").contains("block1.X2 (mean) is off by");
        assertThat(run.out().get(2)).startsWith("0 of 1 cases passed, 1 FAILED;");
    }

    @Test
    void goesOnAfterACaseThatCannotBeRun() throws IOException {
        Files.createDirectories(folder.resolve("golden/broken"));
        Files.writeString(folder.resolve("golden/broken/config.json"), "{");

        CommandRun run = verify();

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out().get(1)).startsWith("FAILED  broken").contains("config.json cannot be read");
        assertThat(run.out().get(2)).startsWith("passed  tiny");
    }

    @Test
    void printsJsonForPrograms() throws IOException {
        edit("/stats/stem", "max", 1e300);
        Path broken = Files.createDirectories(folder.resolve("golden/broken"));
        Files.writeString(broken.resolve("config.json"), "{");

        CommandRun run = verify("--json");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.out()).hasSize(1);
        JsonNode json = JSON.readTree(run.out().get(0));
        assertThat(json.get("device").asText()).isEqualTo("cpu");
        assertThat(json.get("kernels").asText()).isEqualTo("fast");
        assertThat(json.get("engine").asText()).startsWith("PyTorch 2.");
        assertThat(json.get("cases")).hasSize(2);
        JsonNode unreadable = json.get("cases").get(0);
        assertThat(unreadable.get("passed").asBoolean()).isFalse();
        assertThat(unreadable.get("worst").isNull()).isTrue();
        assertThat(unreadable.get("problem").asText()).contains("config.json cannot be read");
        JsonNode failed = json.get("cases").get(1);
        assertThat(failed.get("name").asText()).isEqualTo("tiny");
        assertThat(failed.get("worst").asDouble()).isGreaterThan(1);
        assertThat(failed.at("/parts/stem/what").asText()).isEqualTo("stem (max)");
        assertThat(failed.at("/parts/stem/error").asDouble()).isEqualTo(1e300);
        assertThat(failed.at("/parts/gradients/tolerance").asDouble()).isPositive();
    }

    @Test
    void refusesAFolderWithoutCases() {
        CommandRun run =
                CommandRun.of("model", "verify", folder.resolve("nowhere").toString());

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("nowhere").contains("case.json");
    }

    private CommandRun verify(String... options) {
        String[] line = new String[options.length + 5];
        line[0] = "model";
        line[1] = "verify";
        line[2] = folder.resolve("golden").toString();
        line[3] = "--device";
        line[4] = "cpu";
        System.arraycopy(options, 0, line, 5, options.length);
        return CommandRun.of(line);
    }

    private void edit(String object, String key, double value) throws IOException {
        Path file = folder.resolve("golden/tiny/case.json");
        JsonNode description = JSON.readTree(file.toFile());
        ((ObjectNode) description.at(object)).put(key, value);
        JSON.writeValue(file.toFile(), description);
    }
}
