package dev.rewind.inference;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
    private final FailurePolicy policy = new FailurePolicy(2);

    @Test
    void shouldReplaceEachThreadThreeTimesAndThenStop() {
        StreamsException thrown =
                new StreamsException(new InferenceException("the model failed", new IllegalStateException("why")));
        for (int i = 0; i < 6; i++) {
            assertThat(policy.handle(thrown)).isEqualTo(REPLACE_THREAD);
            assertThat(policy.failure()).isEmpty();
        }

        assertThat(policy.handle(thrown)).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.failure().orElseThrow()).hasMessage("inference stopped: the model failed");
    }

    @Test
    void shouldBeginAgainAsOftenAsTransactionsFail() {
        StreamsException thrown = new StreamsException(new RevivedTaskException(new TaskId(0, 3)));
        for (int i = 0; i < 100; i++) {
            assertThat(policy.handle(thrown)).isEqualTo(REPLACE_THREAD);
        }
        assertThat(policy.failure()).isEmpty();
    }

    @Test
    void shouldStopAtOnceWhenTryingAgainCannotHelp() {
        assertThat(policy.handle(new StreamsException(new TopicAuthorizationException("not yours"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.failure().orElseThrow()).hasMessageContaining("not yours");
    }

    @Test
    void saysWhichTopicIsGone() {
        assertThat(policy.handle(new MissingSourceTopicException("gone"))).isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.failure().orElseThrow())
                .hasMessage("inference stopped: topic 'frames' is gone; create it again, then start inference");
    }

    @Test
    void saysWhoTookItsName() {
        assertThat(policy.handle(new StreamsException(new FencedInstanceIdException("fenced"))))
                .isEqualTo(SHUTDOWN_CLIENT);
        assertThat(policy.failure().orElseThrow())
                .hasMessage(
                        "inference stopped: another process of the group has the same instance name, and joined later;"
                                + " give each its own");
    }
}
