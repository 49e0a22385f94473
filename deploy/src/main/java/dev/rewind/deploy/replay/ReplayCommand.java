package dev.rewind.deploy.replay;

import dev.rewind.deploy.failure.FailureReport;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.options.ClipOptions;
import dev.rewind.deploy.options.ComputeOptions;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.MomentReader;
import dev.rewind.deploy.options.StreamPatternReader;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.scratch.ScratchFolder;
import dev.rewind.inference.LabelMaker;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.StreamPattern;
import dev.rewind.inference.replay.ClipWalk;
import dev.rewind.inference.replay.FramesWalk;
import dev.rewind.inference.replay.LabelsWalk;
import dev.rewind.inference.replay.Relabelled;
import dev.rewind.inference.replay.Replay;
import dev.rewind.inference.replay.Stretch;
import dev.rewind.inference.serving.ClipModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A stretch of the past through a model. */
@Command(
        name = "replay",
        description = {
            "Label a stretch of 'frames' with another model, beside all that runs: clips are cut as inference cuts them, by",
            "the time of the records. With --diff the clips are those of the labels of that time, frame for frame, and what",
            "the model says is compared with what they say: each class, which became which, the clips that changed most.",
            "Labels of a replay have no latency, for nobody waited for them. 'progress' tells how it comes along."
        },
        footer = {
            "  rewind replay --from -10min --model my-model --diff",
            "  rewind replay --from -1h --to -30min --model VERSION --diff --stream 'cam-*' --pictures changed",
            "  rewind replay --from 2026-11-21T10:00:00Z --to 2026-11-21T11:00:00Z --model VERSION --out labels.jsonl",
            "  rewind replay --from -1h --model VERSION --topic labels-of-the-candidate"
        })
public final class ReplayCommand implements Runnable {
    /** As long as inference waits for a stream that says nothing. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            converter = MomentReader.class,
            description = "Where the stretch begins: 2026-11-21T10:15:00Z, or -10min for ten minutes ago.")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "now",
            converter = MomentReader.class,
            description = "Where it ends (default: ${DEFAULT-VALUE}).")
    private Instant to;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "VERSION|DIR",
            required = true,
            description = "A model as 'rewind models ls' names it, or the folder of one.")
    private String model;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "*",
            converter = StreamPatternReader.class,
            description = "Only streams of this name; * stands for anything.")
    private StreamPattern stream;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Write the labels to this file, a line of JSON each.")
    private Path out;

    @Option(
            names = "--topic",
            paramLabel = "NAME",
            description = "Write the labels to this topic of their own, which is made; 'labels' stays as it is.")
    private String topic;

    @Option(names = "--diff", description = "Compare with the labels of that time.")
    private boolean diff;

    @Option(
            names = "--pictures",
            paramLabel = "DIR",
            description = "With --diff, draw the clips whose class changed, those that changed most.")
    private Path pictures;

    @Option(
            names = "--most",
            paramLabel = "N",
            defaultValue = "20",
            description = "So many changed clips are listed and drawn at most (default: ${DEFAULT-VALUE}).")
    private int most;

    @Option(
            names = "--batch",
            paramLabel = "CLIPS",
            defaultValue = "16",
            description = "Clips the model takes at once (default: ${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--top",
            paramLabel = "K",
            defaultValue = "3",
            description = "Classes of each label (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(
            names = "--json",
            description = "Print JSON: job, model, clips, passedOver, seconds; diff with classes, changes, changed.")
    private boolean json;

    @Mixin
    private ClipOptions clips;

    @Mixin
    private ComputeOptions compute;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    private final Tally tally = new Tally();

    @Override
    public void run() {
        ClipRules rules = Usage.of(command, clips::rules);
        Stretch stretch = stretch(rules);
        KafkaConnection connection = kafka.connectionOrLocal();
        TopicSetup.ensure(connection, kafka.layout());
        try (HaltOnExit halt = new HaltOnExit();
                ScratchFolder scratch = ScratchFolder.create();
                ClipModel loaded = new WantedModel(model).load(connection, scratch.path(), compute.compute());
                LabelSink sink = sink(connection);
                ReplayReport report = new ReplayReport(
                        connection, loaded.manifest().version() + " on " + from + " to " + to, tally)) {
            try {
                replay(connection, stretch, rules, loaded, sink, report);
                report.done();
            } catch (RuntimeException e) {
                report.failed(FailureReport.describe(e));
                throw e;
            }
        }
    }

    private Stretch stretch(ClipRules rules) {
        require(out == null || topic == null, "--out and --topic exclude each other: give one of them");
        require(diff || pictures == null, "--pictures shows what --diff finds: give both");
        require(
                !diff || rules.equals(ClipRules.forAll(ClipSettings.ofTheModel())),
                "--clip-frames, --clip-rate, --stride and --clips are for clips that are cut anew; those of --diff are"
                        + " there already");
        require(batch >= 1 && top >= 1 && most >= 0, "--batch and --top are at least 1, and --most is 0 or more");
        if (topic != null) {
            Usage.of(command, () -> {
                OwnTopic.requireFree(topic);
                return topic;
            });
        }
        return Usage.of(command, () -> new Stretch(from, to, stream::matches));
    }

    private void require(boolean met, String rule) {
        if (!met) {
            throw new ParameterException(command.commandLine(), rule);
        }
    }

    private LabelSink sink(KafkaConnection connection) {
        if (topic != null) {
            return OwnTopic.create(connection, topic, kafka.layout());
        }
        return out == null ? LabelSink.none() : new LabelFile(out);
    }

    private void replay(
            KafkaConnection connection,
            Stretch stretch,
            ClipRules rules,
            ClipModel loaded,
            LabelSink sink,
            ReplayReport report) {
        ClipSpec spec = loaded.manifest().clip();
        ClipWalk walk = diff
                ? new LabelsWalk(connection, stretch, spec)
                : new FramesWalk(connection, stretch, spec, rules, SILENCE);
        Comparison comparison = new Comparison(most);
        Replay replay =
                new Replay(loaded, batch, new LabelMaker(top), clip -> take(clip, sink, comparison, report), reason -> {
                    tally.passedOver(reason);
                    report.goesOn();
                });
        replay.run(walk);
        sink.complete();
        List<Optional<Path>> drawn = pictures == null
                ? List.of()
                : new ChangedPictures(pictures).draw(connection, spec, comparison.mostChanged());
        print(new Outcome(
                report.job(),
                loaded.manifest(),
                stretch,
                tally,
                report.seconds(),
                diff ? Optional.of(comparison) : Optional.empty(),
                drawn));
    }

    private void take(Relabelled clip, LabelSink sink, Comparison comparison, ReplayReport report) {
        tally.labelled();
        sink.add(clip.now());
        if (clip.said().isPresent()) {
            comparison.add(clip);
        }
        report.goesOn();
    }

    private void print(Outcome outcome) {
        PrintWriter screen = command.commandLine().getOut();
        if (json) {
            screen.println(ReplayText.json(outcome));
        } else {
            ReplayText.lines(outcome).forEach(screen::println);
        }
    }
}
