package dev.rewind.model.bench.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.bench.child.Echo.Answer;
import dev.rewind.model.bench.child.Echo.End;
import dev.rewind.model.bench.child.Echo.Job;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FreshJvmTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final FreshJvm JVM =
            new FreshJvm(32 * MEBIBYTE, List.of("-XX:TieredStopAtLevel=1"), Map.of("MALLOC_TRIM_THRESHOLD_", "65536"));

    @Test
    void handsAJobToAProcessOfItsOwnHeapAndAllocator() {
        Answer answer = JVM.run(Echo.class, new Job("\u00e9, \"two\"\nlines", End.ANSWER), Answer.class);

        assertThat(answer.text()).isEqualTo("\u00e9, \"two\"\nlines");
        assertThat(answer.heap()).isBetween(28 * MEBIBYTE, 32 * MEBIBYTE); // a survivor space is never counted
        assertThat(answer.mallocTrim()).isEqualTo("65536");
        assertThat(answer.offline()).isEqualTo(System.getProperty("ai.djl.offline"));
    }

    @Test
    void leavesTheAllocatorAsItIsWhereNothingIsSaidOfIt() {
        FreshJvm plain = new FreshJvm(32 * MEBIBYTE, List.of(), Map.of());

        assertThat(plain.run(Echo.class, new Job("", End.ANSWER), Answer.class).mallocTrim())
                .isNull();
    }

    @Test
    void saysInTheWordsOfTheProcessWhyItFailed() {
        assertThatThrownBy(() -> JVM.run(Echo.class, new Job("this", End.REFUSAL), Answer.class))
                .isInstanceOf(BenchException.class)
                .hasMessage("the measuring process failed: no such thing as this");
    }

    @Test
    void saysHowAProcessEndedThatGaveNoAnswer() {
        assertThatThrownBy(() -> JVM.run(Echo.class, new Job("", End.DEATH), Answer.class))
                .isInstanceOf(BenchException.class)
                .hasMessageContainingAll("ended with code 3", "farewell");
    }
}
