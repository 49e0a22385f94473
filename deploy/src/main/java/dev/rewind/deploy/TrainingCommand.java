package dev.rewind.deploy;

import dev.rewind.deploy.learn.VideoRecordings;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.deploy.options.TrainingOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.service.TrainingService;
import dev.rewind.training.service.TrainingServiceSettings;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Candidates from labelled clips, alone. */
@Command(
        name = "training",
        description = {
            "Train candidates from the clips on the 'labelled-clips' topic of a cluster, until Ctrl-C.",
            "A round begins whenever enough clips are new. It starts from --model, holds a fifth of the groups out to measure",
            "the candidate, and publishes it to 'models' and 'model-weights'."
        },
        footer = {
            "  rewind training                                           the shipped model, a broker on this machine",
            "  rewind training -b kafka:9092 --model my-model --minutes 20",
            "  kcat -P -b kafka:9092 -t labelled-clips -k clip42 -H label=waving wave.mp4      gives it a clip"
        })
final class TrainingCommand implements Runnable {
    @Mixin
    private ModelOption model;

    @Option(
            names = "--min-clips",
            paramLabel = "N",
            defaultValue = "50",
            description = "A round needs so many clips (default: ${DEFAULT-VALUE}).")
    private int minClips;

    @Option(
            names = "--new-clips",
            paramLabel = "N",
            defaultValue = "20",
            description = "And so many that no round has seen, or that were corrected (default: ${DEFAULT-VALUE}).")
    private int newClips;

    @Option(
            names = "--work",
            paramLabel = "DIR",
            defaultValue = ".rewind/training",
            description = "Keeps clips and the model in training; can be made again from the topic"
                    + " (default: ${DEFAULT-VALUE}).")
    private Path work;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        KafkaConnection connection = kafka.connectionOrLocal();
        TrainingServiceSettings settings = settings();
        Torch.useThreads(training.threads());
        try (StopSignal stop = new StopSignal();
                TrainingService service = new TrainingService(connection, settings, new VideoRecordings())) {
            TopicSetup.ensure(connection, kafka.layout());
            service.start();
            command.commandLine()
                    .getOut()
                    .println("training from " + model.directory() + " at " + connection.bootstrapServers()
                            + "   Ctrl-C stops it");
            stop.awaitWhile(service::isHealthy);
            service.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    private TrainingServiceSettings settings() {
        // With the parent's classes: those that a round adds are a few rows of the classifier.
        NetworkConfig network = new ModelFolder(model.directory()).manifest().network();
        TrainingSettings fitted = training.fitted(
                training.forRecordings(),
                network,
                network.classes(),
                command.commandLine().getOut());
        TrainingServiceSettings defaults = TrainingServiceSettings.of(model.directory(), work, fitted);
        return Usage.of(
                command,
                () -> new TrainingServiceSettings(
                        defaults.parent(),
                        defaults.workDirectory(),
                        minClips,
                        newClips,
                        defaults.heldOut(),
                        defaults.maxClips(),
                        defaults.maxBytes(),
                        defaults.training()));
    }
}
