package dev.rewind.deploy.bench;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rewind.deploy.options.Bytes;
import dev.rewind.deploy.options.DeviceOption;
import dev.rewind.deploy.options.DtypeOption;
import dev.rewind.deploy.options.ThreadsOption;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.options.WalkOptions;
import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.memory.LargestClip;
import dev.rewind.model.bench.memory.MemoryBench;
import dev.rewind.model.bench.memory.MemoryFigures;
import dev.rewind.model.bench.step.StepSettings;
import dev.rewind.model.network.Backpropagation.Mode;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How the memory of training grows. */
@Command(
        name = "memory",
        description = {
            "Measure how the memory of a step of training grows with the batch and with depth, with and without",
            "activations, and draw it beside the published figures. Each figure is the peak above the ready model, measured",
            "in a fresh process as 'bench step' does; the full-size networks take some minutes in all.",
            "Depth is measured at one width, with one clip or image: of the network itself, or of rev-vit-b where the",
            "network has stages of several widths.",
            "--largest-clip asks instead how long a clip fits into so much memory: by a line through some lengths."
        },
        footer = {
            "  rewind bench memory                                         Rev-MViT-B 16x4, to memory.png",
            "  rewind bench memory --preset rev-vit-l --batches 1,2,8 --depths 12,24 --slice 1 --out rev-vit-l.png",
            "  rewind bench memory --largest-clip --limit 4GiB --json      frames of one clip, against ordinary training"
        })
final class MemoryCommand implements Runnable {
    @Mixin
    private SubjectOptions subject;

    @Option(
            names = "--batches",
            split = ",",
            paramLabel = "CLIPS",
            defaultValue = "1,2,4",
            description = "Batches to measure (default: ${DEFAULT-VALUE}).")
    private List<Integer> batches;

    @Option(
            names = "--depths",
            split = ",",
            paramLabel = "LAYERS",
            defaultValue = "12,24,36,48",
            description = "Depths to measure (default: ${DEFAULT-VALUE}).")
    private List<Integer> depths;

    @Option(
            names = "--largest-clip",
            description = "Measure by the length of one clip instead, and say how long a clip fits.")
    private boolean largestClip;

    @Option(
            names = "--limit",
            paramLabel = "SIZE",
            defaultValue = "4GiB",
            converter = Bytes.Reader.class,
            description = "Memory that the largest clip may take above the model (default: ${DEFAULT-VALUE}).")
    private long limit;

    @Option(
            names = "--frames",
            split = ",",
            paramLabel = "N",
            defaultValue = "16,32,48",
            description = "Lengths of the clips that the largest is found by (default: ${DEFAULT-VALUE}).")
    private List<Integer> frames;

    @Mixin
    private WalkOptions walk;

    @Mixin
    private ThreadsOption threads;

    @Mixin
    private DtypeOption dtype;

    @Mixin
    private DeviceOption device;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            defaultValue = "memory.png",
            description = "Where to draw the chart (default: ${DEFAULT-VALUE}).")
    private Path out;

    @Option(
            names = "--json",
            description = "Print JSON: byBatch, byDepth, published; or byFrames, reversible, ordinary.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        BenchNetwork network = subject.network();
        MemoryBench bench = Usage.of(command, () -> new MemoryBench(network, settings(), this::say));
        if (largestClip) {
            LargestClip largest = Usage.of(command, () -> bench.largestClip(limit, frames));
            print(json ? BenchJson.of(largest, Include.ALWAYS) : MemoryTable.of(largest));
        } else {
            MemoryFigures figures = Usage.of(command, () -> bench.run(batches, depths));
            print(json ? BenchJson.of(figures, Include.ALWAYS) : MemoryTable.of(figures));
            MemoryChart.write(figures, out);
            say("drawn to " + out);
        }
    }

    private StepSettings settings() {
        return new StepSettings(
                Mode.REVERSIBLE, device.device(), dtype.dtype(), 1, walk.slice(), walk.streams(), threads.threads(), 1);
    }

    private void say(String line) {
        command.commandLine().getErr().println(line);
        command.commandLine().getErr().flush();
    }

    private void print(String answer) {
        command.commandLine().getOut().println(answer);
        command.commandLine().getOut().flush();
    }
}
