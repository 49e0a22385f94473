package dev.rewind.deploy;

import dev.rewind.deploy.health.Health;
import dev.rewind.deploy.learn.VideoRecordings;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.HealthOptions;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.LearningOptions;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.deploy.options.TrainingOptions;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.service.TrainingService;
import dev.rewind.training.service.TrainingServiceSettings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The loop that learns from labelled clips, alone. */
@Command(
        name = "training",
        description = {
            "Learn from the clips on the 'labelled-clips' topic of a cluster, until Ctrl-C.",
            "A round begins whenever enough clips are new. It starts from the live model, or from --model while none is, trains",
            "for ten minutes at most unless --minutes says otherwise, and measures the candidate on the groups held out. One that",
            "is better beyond chance labels live clips beside the live model for a while, then takes over; it goes again by",
            "itself when people disagree with it. 'rewind models' shows them all."
        },
        footer = {
            "  rewind training                                           the shipped model, a broker on this machine",
            "  rewind training -b kafka:9092 --model my-model --minutes 20",
            "  kcat -P -b kafka:9092 -t labelled-clips -k clip42 -H label=waving wave.mp4      gives it a clip"
        })
final class TrainingCommand implements Runnable {
    @Mixin
    private ModelOption model;

    @Mixin
    private LearningOptions learning;

    @Mixin
    private TrainingOptions training;

    @Mixin
    private HealthOptions health;

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
                Health told = health.start();
                TrainingService service = new TrainingService(connection, settings, new VideoRecordings())) {
            TopicSetup.ensure(connection, kafka.layout());
            service.start();
            told.watch(service);
            command.commandLine()
                    .getOut()
                    .println("training at " + connection.bootstrapServers() + "   from the live model, or "
                            + model.directory() + "   Ctrl-C stops it");
            stop.awaitWhile(service::isHealthy);
            service.failure().ifPresent(failure -> {
                throw failure;
            });
        }
    }

    /** What the command line comes to. */
    TrainingServiceSettings settings() {
        // With the parent's classes: those that a round adds are a few rows of the classifier.
        NetworkConfig network = new ModelFolder(model.directory()).manifest().network();
        TrainingSettings fitted = training.fitted(
                training.forRecordings(),
                network,
                network.classes(),
                command.commandLine().getOut());
        return learning.settings(model.directory(), fitted);
    }
}
