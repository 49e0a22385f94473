package dev.rewind.deploy;

import dev.rewind.deploy.failure.CommandFailure;
import dev.rewind.deploy.live.Playback;
import dev.rewind.deploy.live.StopSignal;
import dev.rewind.deploy.options.KafkaOptions;
import dev.rewind.deploy.options.SourceOptions;
import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.TopicSetup;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Video into Kafka, alone. */
@Command(
        name = "ingest",
        description = "Play videos into the 'frames' topic of a cluster, until they end or Ctrl-C.",
        footer = {
            "  rewind ingest --source door.mp4                              into a broker on this machine",
            "  rewind ingest -b kafka:9092 -s door=rtsp://camera/1 -s clips/   a camera and a folder, side by side",
            "  rewind ingest -b kafka:9092 --kafka-properties ssl.properties -s door.mp4 --fast"
        })
final class IngestCommand implements Runnable {
    @Mixin
    private SourceOptions play;

    @Mixin
    private KafkaOptions kafka;

    @Spec
    private CommandSpec command;

    @Override
    public void run() {
        List<Source> sources = play.sources();
        if (sources.isEmpty()) {
            throw new ParameterException(command.commandLine(), "nothing to play: name a video with --source");
        }
        KafkaConnection connection = kafka.connectionOrLocal();
        IngestSettings settings = play.settings(IngestSettings.defaults().period());
        try (StopSignal stop = new StopSignal()) {
            TopicSetup.ensure(connection, kafka.layout());
            command.commandLine()
                    .getOut()
                    .println("playing " + sources.stream().map(Source::stream).toList() + " into "
                            + connection.bootstrapServers() + "   Ctrl-C stops it");
            try (Playback playback = new Playback(connection, settings, Playback.ready(sources))) {
                stop.awaitWhile(() -> !playback.isEnded());
                if (playback.isEnded() && playback.played().isEmpty()) {
                    throw new CommandFailure("no stream could be played; the lines above say why");
                }
            }
        }
    }
}
