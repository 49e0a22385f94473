package dev.rewind.deploy;

import dev.rewind.deploy.bench.BenchCommand;
import dev.rewind.deploy.dlq.DlqCommand;
import dev.rewind.deploy.explain.ExplainCommand;
import dev.rewind.deploy.failure.FailureReport;
import dev.rewind.deploy.label.LabelCommand;
import dev.rewind.deploy.model.ModelCommand;
import dev.rewind.deploy.models.ModelsCommand;
import dev.rewind.deploy.probe.ProbeCommand;
import dev.rewind.deploy.replay.ReplayCommand;
import dev.rewind.deploy.sources.SourcesCommand;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.ScopeType;

/** The {@code rewind} command: every role alone, or all of them in one process. */
@Command(
        name = "rewind",
        description = "Real-time action labels on video streams, on Kafka.",
        subcommands = {
            UpCommand.class,
            IngestCommand.class,
            SourcesCommand.class,
            ProbeCommand.class,
            InferenceCommand.class,
            ConsoleCommand.class,
            TrainingCommand.class,
            LabelCommand.class,
            ExplainCommand.class,
            DlqCommand.class,
            ReplayCommand.class,
            ModelsCommand.class,
            TrainCommand.class,
            EvalCommand.class,
            SyntheticCommand.class,
            ModelCommand.class,
            BenchCommand.class
        },
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        abbreviateSynopsis = true,
        sortOptions = false,
        usageHelpWidth = 110,
        descriptionHeading = "%n",
        parameterListHeading = "%nArguments:%n",
        optionListHeading = "%nOptions:%n",
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nExamples:%n",
        footer = {
            "  rewind up                        label four demo streams; everything in this process",
            "  rewind up --source door.mp4      label a video of one's own",
            "  rewind COMMAND --help            all options of a command, with examples"
        })
public final class Rewind {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Show the log of every part, and the stack trace of a failure.")
    private boolean verbose;

    private Rewind() {}

    public static void main(String[] args) {
        System.exit(commandLine(printer(System.out), printer(System.err)).execute(args));
    }

    /** Writes as the terminal reads: in the platform's own character set. */
    private static PrintWriter printer(PrintStream stream) {
        return new PrintWriter(stream, true, Charset.defaultCharset());
    }

    /** The command with every subcommand, writing to the given streams. */
    static CommandLine commandLine(PrintWriter out, PrintWriter err) {
        Rewind rewind = new Rewind();
        FailureReport failures = new FailureReport(() -> rewind.verbose);
        return new CommandLine(rewind)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures)
                .setExecutionStrategy(rewind::run);
    }

    private int run(ParseResult parsed) {
        Logging.configure(verbose);
        try {
            return new RunLast().execute(parsed);
        } catch (LinkageError | OutOfMemoryError e) {
            // picocli catches exceptions only; a native library that does not load is an error.
            throw new ExecutionException(parsed.commandSpec().commandLine(), e.toString(), e);
        }
    }
}
