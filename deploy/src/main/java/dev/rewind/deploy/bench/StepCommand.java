package dev.rewind.deploy.bench;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rewind.deploy.options.DeviceOption;
import dev.rewind.deploy.options.DtypeOption;
import dev.rewind.deploy.options.ThreadsOption;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.options.WalkOptions;
import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.step.StepBench;
import dev.rewind.model.bench.step.StepFigures;
import dev.rewind.model.bench.step.StepSettings;
import dev.rewind.model.network.Backpropagation.Mode;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What a step of training takes. */
@Command(
        name = "step",
        description = {
            "Measure a step of training: forward, loss and backward of a batch, without the optimizer.",
            "Memory, memory with one clip more, and time are measured in a fresh process each. Memory is the peak of",
            "what lies in memory during a step, above what lay there before it: weights, gradients and the clip, and what",
            "a step of the same size before has left. It is measured with malloc settings that give freed memory back at",
            "once, time with those of the system. Only Linux says how much memory a process has; on a GPU, where this is",
            "yet to be tried, it is what PyTorch's allocator takes from the driver, and no other program may use that GPU.",
            "Gradients are compared with those of ordinary autograd in fp32."
        },
        footer = {
            "  rewind bench step --threads 1                                     Rev-MViT-B 16x4, reversible",
            "  rewind bench step --threads 1 --mode ordinary                     the same with all activations kept",
            "  rewind bench step --preset rev-vit-b --batch 4 --slice 1 --json   for programs"
        })
final class StepCommand implements Runnable {
    @Mixin
    private SubjectOptions subject;

    @Mixin
    private SizeOptions size;

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "reversible",
            description = "reversible, or ordinary, which keeps every activation (default: ${DEFAULT-VALUE}).")
    private Mode mode;

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            defaultValue = "1",
            description = "Clips of one step (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Mixin
    private WalkOptions walk;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private DtypeOption dtype;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often the time of a step is measured (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--json",
            description = "Print JSON: peakBytes, bytesPerSample, seconds, cpuSeconds, matmulShare, idealRatio,"
                    + " gradientError, drift, and what they were measured with; null is what cannot be measured here.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        BenchNetwork network = subject.network();
        StepBench bench = Usage.of(command, () -> bench(size.of(network)));
        PrintWriter progress = command.commandLine().getErr();
        StepFigures figures = bench.run(done -> {
            progress.printf("measured %d/%d%s", done, StepBench.MEASUREMENTS, System.lineSeparator());
            progress.flush();
        });
        PrintWriter print = command.commandLine().getOut();
        print.println(json ? BenchJson.of(figures, Include.ALWAYS) : StepTable.of(figures));
        print.flush();
    }

    private StepBench bench(BenchNetwork network) {
        if (mode == Mode.ORDINARY) {
            walk.refuseInOrdinaryMode();
        }
        return new StepBench(
                network,
                new StepSettings(
                        mode,
                        device.device(),
                        dtype.dtype(),
                        batch,
                        walk.slice(),
                        walk.streams(),
                        threads.threads(),
                        runs));
    }
}
