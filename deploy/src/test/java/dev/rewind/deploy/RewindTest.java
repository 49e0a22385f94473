package dev.rewind.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class RewindTest {
    static Stream<String> commands() {
        PrintWriter nowhere = new PrintWriter(PrintWriter.nullWriter());
        return below("", Rewind.commandLine(nowhere, nowhere));
    }

    private static Stream<String> below(String prefix, CommandLine command) {
        return command.getSubcommands().entrySet().stream()
                .flatMap(sub -> Stream.concat(
                        Stream.of(prefix + sub.getKey()), below(prefix + sub.getKey() + " ", sub.getValue())));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void explainsEveryCommandWithExamples(String command) {
        CommandRun run = CommandRun.of((command + " --help").split(" ", -1));

        assertThat(run.code()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).contains("Examples:").anyMatch(line -> line.startsWith("  rewind " + command));
    }

    @ParameterizedTest
    @ValueSource(strings = {"up -b 127.0.0.1:1", "inference -b 127.0.0.1:1", "eval --data clips.csv"})
    void refusesTheReferenceKernelsInAnotherNumberFormat(String command) {
        CommandRun run = CommandRun.of((command + " --kernels plain --dtype bf16").split(" ", -1));

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("fp32 alone");
    }

    @Test
    void namesTheUnknownOptionAndTheHelp() {
        CommandRun run = CommandRun.of("up", "--sourec", "door.mp4");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("--sourec").contains("rewind up --help");
    }

    @Test
    void asksForACommandWhenThereIsNone() {
        CommandRun run = CommandRun.of();

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("rewind --help");
    }

    @Test
    void refusesAnAddressThatIsNone() {
        CommandRun run = CommandRun.of("console", "--bootstrap-servers", "kafka");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("'kafka'").contains("localhost:9092");
    }

    @Test
    void namesThePropertiesFileThatIsMissing() {
        CommandRun run = CommandRun.of("console", "--kafka-properties", "nowhere.properties");

        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).singleElement().asString().contains("nowhere.properties");
    }

    @Test
    void saysThatNoBrokerAnswers() {
        CommandRun run = CommandRun.of("console", "--bootstrap-servers", "127.0.0.1:1", "--port", "0");

        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).singleElement().asString().contains("127.0.0.1:1");
    }
}
