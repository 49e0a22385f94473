package dev.rewind.deploy;

import dev.rewind.deploy.health.Health;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.HealthOptions;
import dev.rewind.deploy.options.InferenceOptions;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.deploy.options.ServingComputeOptions;
import dev.rewind.deploy.options.ServingThreadsOption;
import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.model.engine.Torch;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Labels from frames, alone. */
@Command(
        name = "inference",
        description = {
            "Label the clips of every stream on the 'frames' topic of a cluster, exactly once, until Ctrl-C.",
            "The live model of the 'models' topic does it, and another that becomes live takes over between two batches;",
            "one named with --model becomes live if the topic does not know its version yet."
        },
        footer = {
            "  rewind inference                                   the shipped model, a broker on this machine",
            "  rewind inference -b kafka:9092 --model my-model    once more on another machine to share the work",
            "  rewind inference --device gpu:0,gpu:1              two GPUs of this machine share it",
        })
final class InferenceCommand implements Runnable {
    private static final Duration START_WITHIN = Duration.ofSeconds(60);

    @Mixin
    private ModelOption model;

    @Mixin
    private InferenceOptions inference;

    @Mixin
    private ServingComputeOptions compute;

    @Mixin
    private ServingThreadsOption threads;

    @Mixin
    private HealthOptions health;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        KafkaConnection connection = kafka.connectionOrLocal();
        Path own = Path.of(System.getProperty("java.io.tmpdir"), "rewind-inference-" + inference.folder());
        InferenceSettings settings = inference.settings(own);
        ModelSource source = new ModelSource(model.directory(), model.named(), compute.computes());
        Torch.useThreads(threads.threads());
        try (StopSignal stop = new StopSignal();
                Health told = health.start()) {
            TopicSetup.ensure(connection, kafka.layout());
            try (InferenceService service = InferenceService.open(connection, settings, source)) {
                told.watch(service);
                service.start();
                service.awaitRunning(START_WITHIN);
                command.commandLine()
                        .getOut()
                        .println("labelling with " + service.model().version() + " at " + connection.bootstrapServers()
                                + "   Ctrl-C stops it");
                stop.awaitWhile(service::isHealthy);
                service.failure().ifPresent(failure -> {
                    throw failure;
                });
            }
        }
    }
}
