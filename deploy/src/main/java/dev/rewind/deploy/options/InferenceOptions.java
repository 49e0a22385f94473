package dev.rewind.deploy.options;

import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.Membership;
import dev.rewind.inference.serving.ServingSettings;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How clips are cut and labelled. */
public final class InferenceOptions {
    @Option(
            names = "--group",
            paramLabel = "NAME",
            description = "Processes of one group share the streams; each other group labels all of them again.")
    private String group;

    @Option(names = "--batch", paramLabel = "CLIPS", description = "Clips the model takes at once (default: 16).")
    private Integer batch;

    @Option(names = "--top", paramLabel = "K", description = "Classes of each label (default: 3).")
    private Integer top;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description =
                    "This process among those of its group, the same at each start: it keeps its partitions while it"
                            + " restarts within 30 s, and nobody is interrupted for it. Without a name it leaves when it ends, and"
                            + " reports on 'progress' as group, host and process id.")
    private String instance;

    @Option(
            names = "--max-slowdown",
            paramLabel = "TIMES",
            description = "A model that takes over may take so many times as long for a clip as the live one"
                    + " (default: 3).")
    private Double maxSlowdown;

    @Mixin
    private ClipOptions clips;

    @Mixin
    private DriftOptions drift;

    @Mixin
    private QuestionOptions questions;

    @Mixin
    private SmoothingOptions smoothing;

    @Mixin
    private OverloadOptions overload;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** What the user chose; the folder is for this process alone. */
    public InferenceSettings settings(Path stateDirectory) {
        InferenceSettings defaults = InferenceSettings.defaults(stateDirectory);
        String id = group == null ? defaults.applicationId() : group;
        return Usage.of(
                command,
                () -> new InferenceSettings(
                        id,
                        defaults.streamThreads(),
                        clips.rules(),
                        top == null ? defaults.topK() : top,
                        defaults.flushAfter(),
                        stateDirectory,
                        instance == null ? defaults.membership() : Membership.named(instance),
                        serving(id),
                        drift.settings(command),
                        questions.settings(command),
                        smoothing.settings(command),
                        overload.settings(command)));
    }

    /** What tells the folders of processes on one machine apart. */
    public String folder() {
        String id = group == null ? "" : group + "-";
        return id + (instance == null ? Long.toString(ProcessHandle.current().pid()) : instance);
    }

    private ServingSettings serving(String id) {
        ServingSettings defaults = ServingSettings.defaults(id);
        return new ServingSettings(
                instance == null ? defaults.instance() : instance,
                batch == null ? defaults.maxBatch() : batch,
                defaults.maxWait(),
                maxSlowdown == null ? defaults.maxSlowdown() : maxSlowdown);
    }
}
