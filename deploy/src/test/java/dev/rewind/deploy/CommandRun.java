package dev.rewind.deploy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What a command said and how it ended.
 *
 * @param code the exit code
 * @param out lines of the standard output
 * @param err lines of the error stream, those of the log among them
 */
public record CommandRun(int code, List<String> out, List<String> err) {
    /** Runs a command to its end. One at a time, for the log's lines are taken from the process's error stream. */
    public static synchronized CommandRun of(String... arguments) {
        StringWriter out = new StringWriter();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream before = System.err;
        try (PrintStream captured = new PrintStream(err, true, StandardCharsets.UTF_8)) {
            System.setErr(captured);
            int code = Rewind.commandLine(new PrintWriter(out, true), new PrintWriter(captured, true))
                    .execute(arguments);
            return new CommandRun(
                    code,
                    out.toString().lines().toList(),
                    err.toString(StandardCharsets.UTF_8).lines().toList());
        } finally {
            System.setErr(before);
        }
    }
}
