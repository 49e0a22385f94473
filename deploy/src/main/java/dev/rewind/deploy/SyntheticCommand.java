package dev.rewind.deploy;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.options.Usage;
import dev.rewind.ingest.synthetic.DatasetSpec;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A data set of drawn videos. */
@Command(
        name = "synthetic",
        description =
                "Write videos of figures doing ten everyday actions, and the CSV file that lists them, for 'rewind"
                        + " train' and 'rewind eval'.",
        footer = {
            "  rewind synthetic --clips 20 --seed 7 --out drawn    200 videos; with the same seed the same ones",
            "  rewind eval --data drawn/manifest.csv --split train,val,test"
        })
final class SyntheticCommand implements Runnable {
    @Option(
            names = "--clips",
            paramLabel = "N",
            defaultValue = "20",
            description = "Videos of each action (default: ${DEFAULT-VALUE}).")
    private int clips;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides every random choice (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            required = true,
            description = "Folder to write to.")
    private Path out;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        DatasetSpec spec = Usage.of(command, () -> DatasetSpec.of(seed, clips));
        PrintWriter progress = command.commandLine().getErr();
        try {
            Path manifest = SyntheticVideos.writeDataset(out, spec, (done, total) -> {
                progress.printf("\rdrawing %d/%d", done, total);
                progress.flush();
            });
            progress.println();
            command.commandLine().getOut().println("wrote " + manifest);
        } catch (IOException e) {
            throw new CommandFailure(e.getMessage(), e);
        }
    }
}
