package dev.rewind.deploy;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.health.Health;
import dev.rewind.deploy.live.Playback;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.HealthOptions;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.SourceOptions;
import dev.rewind.deploy.options.WorkerOptions;
import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.fleet.IngestWorker;
import dev.rewind.ingest.fleet.WorkerSettings;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Video into Kafka, alone. */
@Command(
        name = "ingest",
        description = {
            "Play videos into the 'frames' topic of a cluster. With --source: those, until they end or Ctrl-C. Without: as a",
            "worker, what the topic 'sources' says ('rewind sources' changes that), until Ctrl-C. Several workers share the",
            "streams, and take over those of one that dies; the partitions of 'sources' bound how many have something to do."
        },
        footer = {
            "  rewind ingest --source door.mp4                              into a broker on this machine",
            "  rewind ingest -b kafka:9092 -s door=rtsp://camera/1 -s clips/   a camera and a folder, side by side",
            "  rewind ingest -b kafka:9092 --kafka-properties ssl.properties -s door.mp4 --fast",
            "  rewind ingest -b kafka:9092 --credentials cameras.txt           a worker; start one on each machine"
        })
final class IngestCommand implements Runnable {
    @Mixin
    private SourceOptions play;

    @Mixin
    private WorkerOptions worker;

    @Mixin
    private HealthOptions health;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        List<Source> sources = play.sources();
        KafkaConnection connection = kafka.connectionOrLocal();
        Duration period = IngestSettings.defaults().period();
        if (sources.isEmpty()) {
            work(connection, play.workerSettings(period), worker.settings());
        } else {
            health.refuse("it tells of a worker; leave --source away, or see 'progress' for what becomes of a video");
            play(connection, play.settings(period), sources);
        }
    }

    private void play(KafkaConnection connection, IngestSettings settings, List<Source> sources) {
        try (StopSignal stop = new StopSignal()) {
            TopicSetup.ensure(connection, kafka.layout());
            say("playing " + sources.stream().map(Source::stream).toList(), connection);
            try (Playback playback = new Playback(connection, settings, Playback.ready(sources))) {
                stop.awaitWhile(() -> !playback.isEnded());
                if (playback.isEnded() && playback.played().isEmpty()) {
                    throw new CommandFailure("no stream could be played; the lines above say why");
                }
            }
        }
    }

    private void work(KafkaConnection connection, IngestSettings defaults, WorkerSettings settings) {
        try (StopSignal stop = new StopSignal();
                Health told = health.start()) {
            TopicSetup.ensure(connection, kafka.layout());
            say("worker " + settings.name() + " plays what 'rewind sources' says", connection);
            try (IngestWorker fleet = IngestWorker.start(connection, defaults, settings)) {
                told.watch(fleet);
                stop.awaitWhile(() -> fleet.failure().isEmpty());
                fleet.failure().ifPresent(failure -> {
                    throw failure;
                });
            }
        }
    }

    private void say(String what, KafkaConnection connection) {
        command.commandLine().getOut().println(what + " into " + connection.bootstrapServers() + "   Ctrl-C stops it");
    }
}
