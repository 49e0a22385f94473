package dev.rewind.deploy.label;

import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.topics.ClassName;
import dev.rewind.topics.ClipReference;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What clips show, as a person says it: training learns from it. */
@Command(
        name = "label",
        description = {
            "Say what clips show: training learns from it, and a later word on a clip replaces an earlier one.",
            "A clip is a video file of one action, or a part of a live stream, by the place of its frames, as every label",
            "names it. The id of a file is the beginning of its SHA-256 unless --id says otherwise: the same video is one",
            "clip, whatever it is called. Ends with 1 where a clip was refused."
        },
        footer = {
            "  rewind label wave.mp4 --label waving                        a file",
            "  rewind label --questions                                    what the live model is least sure of",
            "  rewind label door@0:120-131 --label waving                  the answer: stream, partition, first-last offset",
            "  rewind label door@0:120-131 --right                         the same, where the model is right",
            "  rewind label --stream door --last waving                    the clip of the stream's newest label",
            "  rewind label --import clips.csv --split train,val           many files: path,label[,split][,group]",
            "  rewind label --forget door@0:120-131                        takes it out of the training set"
        })
public final class LabelCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..*",
            paramLabel = "CLIP",
            description = "Video files of one action each, or clips of streams: STREAM@PARTITION:FIRST-LAST.")
    private List<String> clips = List.of();

    @Option(
            names = {"-l", "--label"},
            paramLabel = "NAME",
            description = "What the clips show; a new name is a new class.")
    private String label;

    @Option(names = "--right", description = "The clips, all of streams, show what the model says.")
    private boolean right;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            description =
                    "Clips of one group, such as a camera or a person, are never on both sides of the held-out split"
                            + " (default: a file is a group of its own, a stream is one).")
    private String group;

    @Option(names = "--id", paramLabel = "ID", description = "The id of the one file that is sent.")
    private String id;

    @Option(
            names = "--stream",
            paramLabel = "STREAM",
            description = "The clip is of this stream; with --last or --offsets.")
    private String stream;

    @Option(names = "--last", paramLabel = "NAME", description = "The clip of --stream's newest label shows NAME.")
    private String last;

    @Option(
            names = "--partition",
            paramLabel = "N",
            defaultValue = "0",
            description = "Where --offsets lie (default: ${DEFAULT-VALUE}).")
    private int partition;

    @Option(
            names = "--offsets",
            paramLabel = "FIRST-LAST",
            description = "Where the frames of --stream's clip lie, as the lineage of labels says it.")
    private String offsets;

    @Option(
            names = "--import",
            paramLabel = "FILE",
            description =
                    "Send the recordings of a CSV file with the columns path,label, and split and group if there are"
                            + " any. Broken off, it may be run again: the same clips have the same ids.")
    private Path manifest;

    @Option(
            names = "--split",
            split = ",",
            paramLabel = "NAME",
            description = "Only these splits of --import (default: all).")
    private List<String> splits = List.of();

    @Option(
            names = "--group-column",
            paramLabel = "NAME",
            description =
                    "The column of --import that groups clips, such as session (default: group, if there is one).")
    private String groupColumn;

    @Option(names = "--forget", arity = "1..*", paramLabel = "ID", description = "Take clips out of the training set.")
    private List<String> forget = List.of();

    @Option(names = "--questions", description = "List the clips that the live model is least sure of.")
    private boolean questions;

    @Option(
            names = "--json",
            description = "With --questions, print JSON: an array with id, label, uncertainty and asked of each.")
    private boolean json;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public Integer call() {
        // All that can be wrong with the command line comes out before the broker is asked.
        Labelling labelling = labelling();
        KafkaConnection connection = kafka.connectionOrLocal();
        TopicSetup.ensure(connection, kafka.layout());
        return labelling.run(
                connection,
                command.commandLine().getOut(),
                command.commandLine().getErr());
    }

    private Labelling labelling() {
        long ways = Stream.of(!clips.isEmpty(), stream != null, manifest != null, !forget.isEmpty(), questions)
                .filter(way -> way)
                .count();
        if (ways != 1) {
            throw wrong("give one of: CLIP, --stream, --import, --forget, --questions");
        }
        if (questions) {
            return new Labelling.Asking(json);
        }
        if (!forget.isEmpty()) {
            return new Labelling.Forgetting(forget);
        }
        if (manifest != null) {
            return new Labelling.Importing(manifest, splits, Optional.ofNullable(groupColumn));
        }
        return stream != null ? ofStream() : ofClips();
    }

    private Labelling ofStream() {
        if ((last == null) == (offsets == null)) {
            throw wrong("give --stream with --last NAME, or with --offsets FIRST-LAST and --label NAME");
        }
        if (last != null) {
            return new Labelling.Newest(stream, name(last), Optional.ofNullable(group));
        }
        ClipReference clip = Usage.of(command, () -> ClipReference.parse(stream + "@" + partition + ":" + offsets)
                .orElseThrow(() -> new IllegalArgumentException("--offsets " + offsets + " at --partition " + partition
                        + " is no place of frames; write for example --partition 0 --offsets 120-131")));
        return new Labelling.Answering(List.of(clip), answer(), Optional.ofNullable(group));
    }

    private Labelling ofClips() {
        List<Path> files = new ArrayList<>();
        List<ClipReference> references = new ArrayList<>();
        for (String clip : clips) {
            if (Files.isRegularFile(Path.of(clip))) {
                files.add(Path.of(clip));
            } else {
                references.add(Usage.of(command, () -> ClipReference.parse(clip)
                        .orElseThrow(() -> new IllegalArgumentException("there is no file '" + clip
                                + "', and no clip of a stream is called so; those are STREAM@PARTITION:FIRST-LAST"))));
            }
        }
        if (files.isEmpty()) {
            return new Labelling.Answering(references, answer(), Optional.ofNullable(group));
        }
        if (!references.isEmpty() || right || label == null) {
            throw wrong("files are labelled with --label NAME, and apart from clips of streams");
        }
        if (id != null && files.size() > 1) {
            throw wrong("--id names one file, but there are " + files.size());
        }
        return new Labelling.Sending(files.stream()
                .map(file -> new ClipFile(file, name(label), Optional.ofNullable(group), Optional.ofNullable(id)))
                .toList());
    }

    /** What clips of streams show; empty where the model is right. */
    private Optional<ClassName> answer() {
        if (right == (label != null)) {
            throw wrong("say what the clips show with --label NAME, or that the model is right with --right");
        }
        return Optional.ofNullable(label).map(this::name);
    }

    private ClassName name(String text) {
        return Usage.of(command, () -> new ClassName(text));
    }

    private ParameterException wrong(String problem) {
        return new ParameterException(command.commandLine(), problem);
    }
}
