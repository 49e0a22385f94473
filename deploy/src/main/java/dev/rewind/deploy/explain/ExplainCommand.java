package dev.rewind.deploy.explain;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.label.LabelSearch.Found;
import dev.rewind.deploy.learn.HaltOnExit;
import dev.rewind.deploy.options.DeviceOption;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.scratch.ScratchFolder;
import dev.rewind.inference.recall.ClipRecall;
import dev.rewind.inference.recall.ModelRecall;
import dev.rewind.inference.recall.PictureStrip;
import dev.rewind.inference.recall.RecalledClip;
import dev.rewind.inference.serving.ClipModel;
import dev.rewind.model.Compute;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.frames.KafkaFrameArchive;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Where a label came from, and whether it comes out the same again. */
@Command(
        name = "explain",
        description = {
            "Say where a label came from: bring back its very frames and the very model, compute once more as it was",
            "computed, and compare each score. Ends with 1 where one is further away than rounding takes it."
        },
        footer = {
            "  rewind explain door@last                         the newest label of a stream",
            "  rewind explain door@57                           the stream's label at offset 57 of 'labels'",
            "  rewind explain door@0:131                        the newest label with frames of that record of 'frames'",
            "  rewind explain door@0:120-131 --out frames.png   a clip as 'rewind label' names it, and its picture",
            "  rewind explain door@last --model my-model        with weights that the cluster no longer has"
        })
public final class ExplainCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "LABEL",
            description =
                    "STREAM@OFFSET on 'labels', STREAM@PARTITION:OFFSET or STREAM@PARTITION:FIRST-LAST of its frames,"
                            + " or STREAM@last.")
    private String name;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "Also write the frames side by side, as their producer sent them: a PNG.")
    private Path picture;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description = "Take the model from this folder, which must hold the very weights; from the cluster when not"
                    + " given.")
    private Path folder;

    @Mixin
    private DeviceOption device;

    @Option(
            names = "--json",
            description =
                    "Print JSON: label, as it was sent; partition and offset of 'labels'; compute, now; scores, with"
                            + " label, said, now and difference of each; largestDifference, tolerance, same.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        LabelName wanted = Usage.of(command, () -> LabelName.parse(name));
        KafkaConnection connection = kafka.connectionOrLocal();
        TopicSetup.ensure(connection, kafka.layout());
        Found found = wanted.find(connection)
                .orElseThrow(() -> new CommandFailure("'" + Topic.LABELS.topicName() + "' has no label " + name
                        + "; labels are kept for a week: check the stream's name and the offset, or try "
                        + "STREAM@last"));
        Explanation explanation = explain(connection, found);
        PrintWriter out = command.commandLine().getOut();
        if (json) {
            out.println(ExplanationText.json(explanation));
        } else {
            ExplanationText.lines(explanation).forEach(out::println);
        }
        out.flush();
        return explanation.same() ? 0 : 1;
    }

    private Explanation explain(KafkaConnection connection, Found found) {
        Label.Model made = found.label().model();
        Compute compute = ModelRecall.compute(made.compute(), device.device());
        try (HaltOnExit halt = new HaltOnExit();
                ScratchFolder scratch = ScratchFolder.create();
                ClipModel model = folder == null
                        ? ModelRecall.fromLog(connection, made, scratch.path(), compute)
                        : ModelRecall.fromFolder(folder, made, compute)) {
            RecalledClip clip = new ClipRecall(new KafkaFrameArchive(connection))
                    .clip(found.label(), model.manifest().clip());
            if (picture != null) {
                write(clip);
            }
            return Explanation.of(found, clip, model);
        }
    }

    private void write(RecalledClip clip) {
        try {
            Files.write(picture, PictureStrip.png(clip.jpegs()));
        } catch (IOException e) {
            throw new CommandFailure("cannot write " + picture + ": " + e + "; choose another file", e);
        }
    }
}
