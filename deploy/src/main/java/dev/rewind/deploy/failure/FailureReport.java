package dev.rewind.deploy.failure;

import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Turns whatever ends a command into one line on the error stream and an exit code: 2 for a wrong command line, 1 for
 * everything else. The stack trace is shown to those who ask for it.
 */
public final class FailureReport implements IExecutionExceptionHandler, IParameterExceptionHandler {
    /** The project's own exceptions say what, where, and what to do next. */
    private static final String OWN = "dev.rewind.";

    /** Those that only carry another thread's failure here. */
    private static final List<Class<? extends Throwable>> CARRIERS = List.of(
            CompletionException.class,
            java.util.concurrent.ExecutionException.class,
            ExecutionException.class,
            ExceptionInInitializerError.class,
            InvocationTargetException.class);

    private final BooleanSupplier verbose;

    /**
     * @param verbose whether the user wants stack traces; asked when a failure is reported
     */
    public FailureReport(BooleanSupplier verbose) {
        this.verbose = verbose;
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine command = failure.getCommandLine();
        String name = command.getCommandSpec().qualifiedName();
        print(command, line(failure) + didYouMean(failure) + "; see '" + name + " --help'", failure);
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        print(command, describe(failure), failure);
        return command.getCommandSpec().exitCodeOnExecutionException();
    }

    /** One line about a failure, whatever it is. */
    public static String describe(Throwable failure) {
        Throwable cause = failure;
        while (CARRIERS.contains(cause.getClass()) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return explainsItself(cause)
                ? line(cause)
                : "unexpected " + cause.getClass().getSimpleName() + ": " + line(cause)
                        + "; --verbose shows where it comes from";
    }

    /** An exception of the project, or a common one that the project's own code threw on purpose. */
    private static boolean explainsItself(Throwable cause) {
        StackTraceElement[] trace = cause.getStackTrace();
        boolean thrownHere = trace.length > 0 && trace[0].getClassName().startsWith(OWN);
        return cause.getClass().getName().startsWith(OWN)
                || (thrownHere && (cause instanceof IllegalArgumentException || cause instanceof UncheckedIOException));
    }

    private void print(CommandLine command, String line, Throwable failure) {
        PrintWriter err = command.getErr();
        err.println(command.getColorScheme().errorText("rewind: " + line));
        if (verbose.getAsBoolean()) {
            failure.printStackTrace(err);
        }
        err.flush();
    }

    private static String didYouMean(ParameterException failure) {
        return failure instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? " (did you mean " + unmatched.getSuggestions().get(0) + "?)"
                : "";
    }

    private static String line(Throwable failure) {
        return failure.getMessage() == null
                ? "(it has no message)"
                : failure.getMessage().strip().replaceFirst("^Error: ", "").replaceAll("\\s*\\R\\s*", " ");
    }
}
