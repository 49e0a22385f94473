package dev.rewind.deploy.bench;

import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.options.ComputeOptions;
import dev.rewind.deploy.options.ServingThreadsOption;
import dev.rewind.deploy.options.ShippedModels;
import dev.rewind.deploy.options.TimeReader;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.scratch.ScratchFolder;
import dev.rewind.inference.serving.ClipModel;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.TopicSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How much the way from frames to labels adds to what the model takes. */
@Command(
        name = "pipeline",
        description = {
            "Measure the way from frames on a broker to committed labels, exactly once, beside the bare model.",
            "First the frames of many clips lie there: how many are labelled a second, and how many the model alone scores",
            "in the same batches, in turn. Then frames come in real time, and a model that sleeps stands in for a device: how",
            "long it takes from the record of a clip's last frame that is sent to the label that is read. The broker is a",
            "process of its own. Each figure is that of the median run."
        },
        footer = {
            "  rewind bench pipeline                                 the shipped small model, then 50 clips/s",
            "  rewind bench pipeline --stand-in 20ms --rate 200      a faster device and more streams",
            "  rewind bench pipeline --model my-model --json         for programs"
        })
final class PipelineCommand implements Runnable {
    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "Folder of the model to saturate; the shipped one that trainings start from when not given.")
    private Path model;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private ServingThreadsOption threads;

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            defaultValue = "16",
            description = "Clips the model takes at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--stand-in",
            paramLabel = "TIME",
            defaultValue = "50ms",
            converter = TimeReader.class,
            description = "What a batch takes the model that sleeps (default: ${DEFAULT-VALUE}).")
    private Duration standIn;

    @Option(
            names = "--rate",
            paramLabel = "CLIPS/S",
            defaultValue = "50",
            description = "Clips a second while the model that sleeps stands in (default: ${DEFAULT-VALUE}).")
    private double rate;

    @Option(
            names = "--warm-up",
            paramLabel = "TIME",
            defaultValue = "60s",
            converter = TimeReader.class,
            description = "How long all of it runs before it is measured, for Java compiles while it works (default:"
                    + " ${DEFAULT-VALUE}).")
    private Duration warmUp;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "30",
            description = "Length of each run (default: ${DEFAULT-VALUE}).")
    private int seconds;

    @Option(
            names = "--runs",
            paramLabel = "N",
            defaultValue = "3",
            description = "Runs of each, the median of which counts (default: ${DEFAULT-VALUE}).")
    private int runs;

    @Option(
            names = "--json",
            description = "Print JSON: clipsPerSecond, bareClipsPerSecond, ratio, p50Ms, p99Ms, batchFill, and for both"
                    + " measurements where the time went.")
    private boolean json;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        PipelineSettings settings = Usage.of(
                command,
                () -> new PipelineSettings(
                        model == null ? ShippedModels.pretrained() : model,
                        compute.compute(),
                        threads.threads(),
                        batch,
                        standIn,
                        rate,
                        warmUp,
                        seconds,
                        runs));
        PipelineFigures figures;
        try (HaltOnExit halt = new HaltOnExit()) {
            figures = measured(settings);
        }
        PrintWriter out = command.commandLine().getOut();
        out.println(json ? BenchJson.of(figures, Include.ALWAYS) : text(figures));
        out.flush();
    }

    private PipelineFigures measured(PipelineSettings settings) {
        Torch.useThreads(settings.threads());
        try (ScratchFolder scratch = ScratchFolder.create();
                BrokerProcess broker = BrokerProcess.start(scratch.path().resolve("broker"));
                ActionModel network = ActionModel.load(settings.model(), settings.compute())) {
            TopicSetup.ensure(broker.connection(), TopicSetup.Layout.embedded());
            ModelManifest manifest = network.manifest();
            ClipSpec clip = manifest.clip();
            DrawnFrames frames = DrawnFrames.draw(scratch.path(), clip);
            PipelineBench bench = new PipelineBench(broker, frames, clip, scratch.path(), settings.batch());
            say("warming up");
            bench.pace(sleeping(manifest, settings), settings.rate(), settings.warmUp());
            List<PipelineFigures.Paced> paced = new ArrayList<>();
            for (int run = 0; run < settings.runs(); run++) {
                say("latency", run);
                paced.add(bench.pace(sleeping(manifest, settings), settings.rate(), settings.length()));
            }
            return PipelineFigures.of(saturated(bench, ClipModel.of(network, Optional.empty()), settings), paced);
        }
    }

    private List<PipelineFigures.Saturated> saturated(
            PipelineBench bench, ClipModel network, PipelineSettings settings) {
        BareModel bare = new BareModel(network, settings.batch());
        Duration third = settings.length().dividedBy(3);
        bare.clipsPerSecond(third); // the first batches are slower
        int clips = bench.lay((int) Math.ceil(bare.clipsPerSecond(third) * settings.seconds()));
        List<PipelineFigures.Saturated> runs = new ArrayList<>();
        for (int run = 0; run < settings.runs(); run++) {
            say("saturation", run);
            TimedModel timed = new TimedModel(network);
            double before = bare.clipsPerSecond(third);
            PipelineBench.Run full = bench.saturate(timed, clips);
            bare.take(timed.batches());
            double alone = (before + bare.clipsPerSecond(third)) / 2;
            runs.add(new PipelineFigures.Saturated(
                    full.clipsPerSecond(), alone, full.clipsPerSecond() / alone, full.work()));
        }
        return runs;
    }

    private static TimedModel sleeping(ModelManifest manifest, PipelineSettings settings) {
        return new TimedModel(TimedModel.standIn(manifest, settings.standIn()));
    }

    private void say(String what, int run) {
        say("measuring " + what + " " + (run + 1) + "/" + runs);
    }

    private void say(String what) {
        PrintWriter progress = command.commandLine().getErr();
        progress.println(what);
        progress.flush();
    }

    private static String text(PipelineFigures figures) {
        PipelineFigures.Work work = figures.saturated().work();
        PipelineFigures.Paced paced = figures.paced();
        return String.format(
                Locale.ROOT,
                """
                saturated  %7.1f clips/s, the bare model %.1f, ratio %.3f; %.1f clips a batch
                           the model computed %.0f %% of the time; of %.1f s it computed %.1f, stream threads took %.1f of CPU
                           CPU seconds: %.1f, the broker %.1f
                at a rate  %7.1f clips/s, %.1f a batch, %.1f ms in the model; p50 %.0f ms, p99 %.0f, longest %.0f""",
                figures.clipsPerSecond(),
                figures.bareClipsPerSecond(),
                figures.ratio(),
                figures.batchFill(),
                100 * work.modelBusy(),
                work.wallSeconds(),
                work.computeSeconds(),
                work.decodeSeconds(),
                work.cpuSeconds(),
                work.brokerCpuSeconds(),
                paced.clipsPerSecond(),
                paced.work().batchFill(),
                paced.modelMs(),
                paced.p50Ms(),
                paced.p99Ms(),
                paced.maxMs());
    }
}
