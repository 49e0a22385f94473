package dev.rewind.deploy;

import ai.djl.ndarray.NDManager;
import dev.rewind.console.ConsoleServer;
import dev.rewind.console.ConsoleSettings;
import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.health.Health;
import dev.rewind.deploy.live.DemoStreams;
import dev.rewind.deploy.live.LiveLabels;
import dev.rewind.deploy.live.Playback;
import dev.rewind.deploy.live.Starting;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.ConsoleOptions;
import dev.rewind.deploy.options.DataOptions;
import dev.rewind.deploy.options.HealthOptions;
import dev.rewind.deploy.options.InferenceOptions;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.ModelOption;
import dev.rewind.deploy.options.ServingComputeOptions;
import dev.rewind.deploy.options.SourceOptions;
import dev.rewind.deploy.options.Usage;
import dev.rewind.deploy.options.WorkerOptions;
import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.serving.ModelSource;
import dev.rewind.ingest.fleet.IngestWorker;
import dev.rewind.ingest.fleet.WorkerSettings;
import dev.rewind.ingest.source.Source;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import dev.rewind.training.service.TrainingService;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Every role in one process, with a broker of its own unless a cluster is named. */
@Command(
        name = "up",
        description = {
            "Start everything in one process and print labels as they come.",
            "That is an embedded Kafka broker, ingest, inference, training and the console. Plays four demo streams when no",
            "--source is given, and beside them what 'rewind sources' says; learns from clips that people label. Ends when the",
            "videos end, or on Ctrl-C. The live model of the 'models' topic labels, and another that becomes live takes over; one",
            "named with --model becomes live if the topic does not know its version yet."
        },
        footer = {
            "  rewind up                                              four demo streams, http://localhost:8080",
            "  rewind up --source door.mp4 --source rtsp://camera/1   a file and a camera",
            "  rewind up -s door=rtsp://camera/1 --model my-model     a stream named 'door', a model of one's own",
            "  rewind up -b kafka:9092 --kafka-property security.protocol=SSL -s door.mp4    a real cluster",
            "  kcat -P -b localhost:9092 -t frames -k door photo.jpg  beside it: any producer will do"
        })
final class UpCommand implements Runnable {
    @Mixin
    private SourceOptions play;

    @Option(names = "--keep-running", description = "Go on after the last video has ended, for other producers.")
    private boolean keepRunning;

    @Mixin
    private WorkerOptions worker;

    @Mixin
    private ModelOption model;

    @Mixin
    private InferenceOptions inference;

    @Mixin
    private ServingComputeOptions compute;

    @Mixin
    private ConsoleOptions console;

    @Option(names = "--no-console", description = "Do without the console.")
    private boolean noConsole;

    @Option(names = "--no-training", description = "Learn nothing from labelled clips.")
    private boolean noTraining;

    @Mixin
    private HealthOptions health;

    @Mixin
    private DataOptions data;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    /** What the command line comes to. */
    private record Plan(
            List<Source> named,
            WorkerSettings work,
            InferenceSettings labelling,
            ModelSource model,
            Optional<ConsoleSettings> page) {}

    @Override
    public void run() {
        // All that can be wrong with the command line comes out before anything is started.
        Plan plan = plan();
        Optional<KafkaConnection> cluster = kafka.connection();
        try (StopSignal stop = new StopSignal();
                Health told = health.start();
                Starting<List<NDManager>> engine =
                        new Starting<>("engine", () -> managers(plan.model()), managers -> {})) {
            Map<String, CompletableFuture<Source>> sources = plan.named().isEmpty()
                    ? DemoStreams.in(data.directory().resolve("demo"))
                    : Playback.ready(plan.named());
            try (EmbeddedBroker broker = cluster.isPresent() ? null : EmbeddedBroker.start(data.broker())) {
                engine.await();
                start(plan, cluster.orElseGet(() -> kafka.withProperties(broker.connection())), sources, stop, told);
            }
        }
    }

    private static List<NDManager> managers(ModelSource model) {
        return model.computes().stream().map(Compute::manager).toList();
    }

    private Plan plan() {
        ModelManifest own = new ModelFolder(model.directory()).manifest();
        play.settings(own.clip().period()); // another model may be live, but what is wrong here is wrong with any
        return new Plan(
                play.sources(),
                worker.settings(),
                inference.settings(data.directory().resolve("inference")),
                new ModelSource(model.directory(), model.named(), compute.computes()),
                noConsole ? Optional.empty() : Optional.of(console.settings()));
    }

    private void start(
            Plan plan,
            KafkaConnection connection,
            Map<String, CompletableFuture<Source>> sources,
            StopSignal stop,
            Health told) {
        TopicSetup.ensure(connection, kafka.layout());
        PrintWriter out = command.commandLine().getOut();
        WorkerSettings work = plan.work().without(sources.keySet());
        try (InferenceService service = InferenceService.open(connection, plan.labelling(), plan.model());
                LiveLabels labels = LiveLabels.fromNow(
                        connection, sources.keySet(), service.model().classes(), out);
                Playback playback = new Playback(
                        connection, play.settings(service.model().clip().period()), sources);
                IngestWorker fleet = IngestWorker.start(
                        connection, play.workerSettings(service.model().clip().period()), work)) {
            told.watch(service);
            told.watch(fleet);
            service.start();
            try (ConsoleServer page = plan.page()
                            .map(settings -> Usage.of(command, () -> ConsoleServer.start(connection, settings)))
                            .orElse(null);
                    TrainingService training = noTraining ? null : learning(connection)) {
                if (training != null) {
                    told.watch(training);
                }
                out.println(heading(service.model(), connection, sources.keySet(), page));
                follow(labels, playback, fleet, service, plan.labelling(), stop);
            }
        }
    }

    private TrainingService learning(KafkaConnection connection) {
        return Learning.start(connection, model.directory(), data.directory().resolve("training"));
    }

    private void follow(
            LiveLabels labels,
            Playback playback,
            IngestWorker fleet,
            InferenceService service,
            InferenceSettings labelling,
            StopSignal stop) {
        BooleanSupplier running =
                () -> !stop.isAsked() && service.isHealthy() && fleet.failure().isEmpty();
        BooleanSupplier playing = () -> !playback.isEnded() || !fleet.isIdle();
        labels.printWhile(() -> running.getAsBoolean() && (keepRunning || playing.getAsBoolean()));
        if (playback.isEnded() && playback.played().isEmpty() && !stop.isAsked()) {
            throw new CommandFailure("no stream could be played; the lines above say why");
        }
        labels.printRest(playback.played(), labelling.applicationId(), labelling.flushAfter(), running);
        service.failure().ifPresent(failure -> {
            throw failure;
        });
        fleet.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private String heading(ModelManifest serving, KafkaConnection connection, Set<String> streams, ConsoleServer page) {
        List<String> lines = new ArrayList<>(List.of("Rewind " + Version.number()));
        if (page != null) {
            lines.add("  console  " + page.address());
        }
        lines.add("  kafka    " + connection.bootstrapServers());
        lines.add("  data     " + data.directory().toAbsolutePath().normalize());
        lines.add("  model    " + serving.version() + ", " + serving.classes().size() + " classes");
        lines.add("  streams  " + String.join(", ", streams));
        lines.add("Ctrl-C stops it. The first label of a stream comes when a clip is full.");
        lines.add("");
        return String.join(System.lineSeparator(), lines);
    }
}
