package dev.rewind.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ServingThreadsOptionTest {
    @Test
    void leavesHalfOfTheCoresToWhoeverDecodes() {
        int half = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

        assertThat(threads()).isEqualTo(half);
        assertThat(threads("--threads", "3")).isEqualTo(3);
    }

    @Test
    void refusesANumberBelowOne() {
        assertThatThrownBy(() -> threads("--threads", "0"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("it takes a number of at least 1, but was given '0'");
    }

    private static int threads(String... arguments) {
        return CommandLine.populateCommand(new ServingThreadsOption(), arguments)
                .threads();
    }
}
