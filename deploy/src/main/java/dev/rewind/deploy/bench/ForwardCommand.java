package dev.rewind.deploy.bench;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.options.DeviceOption;
import dev.rewind.deploy.options.DtypeOption;
import dev.rewind.deploy.options.ThreadsOption;
import dev.rewind.deploy.options.Usage;
import dev.rewind.model.Compute.Kind;
import dev.rewind.model.bench.forward.ForwardBench;
import dev.rewind.model.bench.forward.ForwardFigures;
import dev.rewind.model.bench.forward.ForwardSettings;
import java.io.PrintWriter;
import java.util.EnumSet;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast a network's forward pass is. */
@Command(
        name = "forward",
        description = {
            "Measure the forward pass of a network with plain and fast kernels, side by side.",
            "Each is run in turn with products of 1024 x 1024 matrices, which show what the machine can do; figures are",
            "medians after a warm-up. CPU seconds are those of the whole process, all its threads together. Rates are by",
            "CPU seconds with one thread, so that other programs take nothing away, and by the clock with several. 'of",
            "matmul' is the share of the matmul rate in the same number format, 'x ideal' the time over that of as many",
            "operations at the matmul rate in fp32."
        },
        footer = {
            "  rewind bench forward --threads 1                            Rev-MViT-B 16x4, weights by a formula",
            "  rewind bench forward --model my-model --batch 16 --json     a model of one's own, for programs",
            "  rewind bench forward --dtype bf16                           the fast kernels in bf16, and how far off"
        })
final class ForwardCommand implements Runnable {
    @Mixin
    private SubjectOptions subject;

    /** Which kernels to measure. */
    private enum Kernels {
        PLAIN,
        FAST,
        BOTH;

        Set<Kind> kinds() {
            return this == BOTH ? EnumSet.allOf(Kind.class) : EnumSet.of(Kind.valueOf(name()));
        }
    }

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            defaultValue = "1",
            description = "Clips of one forward pass (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private DtypeOption dtype;

    @Option(
            names = "--kernels",
            paramLabel = "KIND",
            defaultValue = "both",
            description = "plain, fast or both; the plain ones stay in fp32 (default: ${DEFAULT-VALUE}).")
    private Kernels kernels;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "5",
            description = "How often each is measured; a run of a small network is many forward passes (default:"
                    + " ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--json",
            description =
                    "Print JSON: gflopPerForward, matmulGflops, and for plain and fast seconds, cpuSeconds, gflops,"
                            + " matmulShare, idealRatio.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        ForwardSettings settings = Usage.of(
                command,
                () -> new ForwardSettings(
                        kernels.kinds(), device.device(), dtype.dtype(), batch, threads.threads(), runs));
        ForwardBench bench = new ForwardBench(subject.network(), settings);
        PrintWriter progress = command.commandLine().getErr();
        ForwardFigures figures;
        try (HaltOnExit halt = new HaltOnExit()) {
            figures = bench.run(run -> {
                progress.printf("\rmeasuring %d/%d", run, runs);
                progress.flush();
            });
        }
        progress.println();
        PrintWriter print = command.commandLine().getOut();
        print.println(json ? BenchJson.of(figures, Include.NON_NULL) : ForwardTable.of(figures));
        print.flush();
    }
}
