package dev.rewind.deploy.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

final class FailureReportTest {
    private final StringWriter err = new StringWriter();

    @Test
    void showsTheProjectsOwnMessageAsItIs() {
        int code = run(new CommandFailure("no model in here; name one with --model"), false);

        assertThat(err).hasToString("rewind: no model in here; name one with --model" + System.lineSeparator());
        assertThat(code).isEqualTo(1);
    }

    @Test
    void looksThroughWhatOnlyCarriesAFailureBetweenThreads() {
        run(new CompletionException(new CommandFailure("port 9092 is taken")), false);

        assertThat(err).hasToString("rewind: port 9092 is taken" + System.lineSeparator());
    }

    @Test
    void looksThroughAClassThatCouldNotStart() {
        run(new CompletionException(new ExceptionInInitializerError(new CommandFailure("no PyTorch"))), false);

        assertThat(err).hasToString("rewind: no PyTorch" + System.lineSeparator());
    }

    @Test
    void foldsAnUnexpectedFailureIntoOneLineThatPointsToVerbose() {
        run(new IOException("first\n  second"), false);

        assertThat(err.toString().lines())
                .containsExactly("rewind: unexpected IOException: first second; --verbose shows where it comes from");
    }

    @Test
    void trustsACommonExceptionThatTheProjectThrewOnPurpose() {
        run(new UncheckedIOException("cannot write the picture; is the folder writable?", new IOException()), false);

        assertThat(err)
                .hasToString("rewind: cannot write the picture; is the folder writable?" + System.lineSeparator());
    }

    @Test
    void showsTheStackTraceToThoseWhoAskForIt() {
        run(new IOException("broken"), true);

        assertThat(err.toString()).contains("\tat dev.rewind.deploy.failure.FailureReportTest");
    }

    private int run(Exception failure, boolean verbose) {
        FailureReport report = new FailureReport(() -> verbose);
        return new CommandLine(new Failing(failure))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler(report)
                .execute();
    }

    @Command(name = "failing")
    private record Failing(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }
}
