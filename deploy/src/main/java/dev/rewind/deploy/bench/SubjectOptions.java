package dev.rewind.deploy.bench;

import dev.rewind.deploy.options.PresetNames;
import dev.rewind.deploy.options.Usage;
import dev.rewind.model.bench.BenchNetwork;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which network to measure. */
final class SubjectOptions {
    @ArgGroup
    private Choice choice = new Choice();

    /** One of the two. */
    private static final class Choice {
        @Option(
                names = {"-m", "--model"},
                paramLabel = "DIR",
                description = "Folder of the model to measure.")
        private Path model;

        @Option(
                names = {"-p", "--preset"},
                paramLabel = "NAME",
                description = "Or a network with weights by a formula (default: rev-mvit-b-16x4). One of:"
                        + " ${COMPLETION-CANDIDATES}.",
                completionCandidates = PresetNames.class)
        private String preset = "rev-mvit-b-16x4";
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the user chose. */
    BenchNetwork network() {
        return choice.model != null
                ? BenchNetwork.ofModel(choice.model)
                : Usage.of(command, () -> BenchNetwork.ofPreset(choice.preset));
    }
}
