package dev.rewind.topics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessNameTest {
    @Test
    void namesTheMachineAndTheProcess() {
        assertThat(ProcessName.of("door-3.example", 17)).isEqualTo("door-3.example-17");
        assertThat(ProcessName.here())
                .matches("[A-Za-z0-9._-]+")
                .endsWith("-" + ProcessHandle.current().pid());
    }

    @Test
    void holdsNothingThatAnInstanceMayNot() {
        assertThat(ProcessName.of("büro pc/2", 17)).isEqualTo("b-ro-pc-2-17");
    }
}
