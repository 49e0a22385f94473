package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.BadServer.Conduct;
import dev.rewind.ingest.BadServer.Visit;
import dev.rewind.ingest.child.ChildFrames;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.SourceException;
import dev.rewind.ingest.source.Source;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Progress;
import dev.rewind.topics.TopicSetup;
import dev.rewind.topics.broker.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Servers that hang, trickle, break off and flood: whoever decodes them is ended, and no other stream notices. */
@Timeout(150)
class BadServersTest {
    private static final Duration SILENCE = Duration.ofSeconds(2);
    /** The longest silence of a stream that says nothing else, and what may pass after it until it is tried again. */
    private static final Duration RESTART = Duration.ofSeconds(10 + 2);
    /** What a busy machine takes to start a process in, many times over. */
    private static final Duration SLACK = Duration.ofSeconds(15);

    @TempDir
    private static Path folder;

    private static byte[] video;

    private static byte[] video() throws IOException {
        if (video == null) {
            video = Files.readAllBytes(Recording.steady(folder.resolve("live.ts"), 100, 25));
        }
        return video;
    }

    /** By name, for each begins with the protocol that it takes. */
    private static Map<String, Conduct> conducts() throws IOException {
        byte[] part = Arrays.copyOf(video(), video().length / 2);
        Map<String, Conduct> conducts = new LinkedHashMap<>();
        conducts.put("http-silent", BadServer.silent());
        conducts.put("http-falls-silent", BadServer.fallingSilent(part));
        conducts.put("http-trickles", BadServer.trickling(part));
        conducts.put("http-floods", BadServer.flooding(part));
        conducts.put("http-floods-at-once", BadServer.flooding(new byte[0]));
        conducts.put("rtsp-silent", BadServer.silent());
        conducts.put("rtsp-trickles", BadServer.trickling(new byte[0]));
        conducts.put("rtsp-silent-once-agreed", BadServer.rtspSilent());
        conducts.put("rtsp-closes", BadServer.rtspClosing());
        conducts.put("rtsp-floods", BadServer.rtspFlooding());
        return conducts;
    }

    private static String address(BadServer server, String name) {
        return server.address(name.substring(0, 4));
    }

    static Stream<String> names() throws IOException {
        return conducts().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void aServerThatGivesNoMoreIsLeftAndItsConnectionClosed(String name) throws Exception {
        try (BadServer server = new BadServer(conducts().get(name))) {
            Ending ending = play(address(server, name));

            assertThat(ending.reason).contains("127.0.0.1").doesNotContain("\n", "Immediate exit");
            assertThat(server.awaitVisits(1, 0, 60))
                    .allSatisfy(visit -> assertThat(Duration.between(visit.came(), visit.gone()))
                            .isLessThan(SILENCE.plus(SLACK)));
        }
    }

    @Test
    void whatCameBeforeAServerClosedIsPlayed() throws IOException {
        byte[] part = Arrays.copyOf(video(), video().length * 2 / 3);
        try (BadServer server = new BadServer(BadServer.sending(part))) {
            Ending ending = play(server.address("http"));

            assertThat(ending.frames).hasSizeBetween(50, 75);
            assertThat(ending.reason).contains("broke off");
        }
    }

    @Test
    void whatCameBeforeAServerFellSilentIsPlayed() throws IOException {
        byte[] part = Arrays.copyOf(video(), video().length * 2 / 3);
        try (BadServer server = new BadServer(BadServer.fallingSilent(part))) {
            Ending ending = play(server.address("http"));

            assertThat(ending.frames).hasSizeBetween(50, 75);
            assertThat(ending.reason).contains("sent nothing in time");
        }
    }

    @Test
    void picturesMayChangeTheirSizeMidway() throws IOException {
        byte[] large = Files.readAllBytes(Recording.noisy(folder.resolve("large.ts"), 20, 96));
        byte[] both = Arrays.copyOf(video(), video().length + large.length);
        System.arraycopy(large, 0, both, video().length, large.length);
        try (BadServer server = new BadServer(BadServer.sending(both))) {
            assertThat(play(server.address("http")).frames)
                    .extracting(frame -> frame.width() + "x" + frame.height())
                    .startsWith("128x64")
                    .endsWith("96x96")
                    .containsOnly("128x64", "96x96");
        }
    }

    @Test
    void eachIsTriedAgainWhileAnotherStreamPlaysOn(@TempDir Path brokerFolder) throws Exception {
        Path good = Recording.steady(folder.resolve("good.mp4"), 600, 10);
        Map<String, BadServer> servers = new LinkedHashMap<>();
        List<String> sources = new ArrayList<>(List.of("good=" + good));
        for (Map.Entry<String, Conduct> conduct : conducts().entrySet()) {
            BadServer server = new BadServer(conduct.getValue());
            servers.put(conduct.getKey(), server);
            sources.add(conduct.getKey() + "=" + address(server, conduct.getKey()));
        }
        IngestSettings settings =
                new IngestSettings(Duration.ofMillis(100), 64, 4, 0.9f, true, false, DecodeMode.CHILD);
        try (EmbeddedBroker broker = EmbeddedBroker.start(new EmbeddedBroker.Settings(brokerFolder, 0))) {
            KafkaConnection connection = broker.connection();
            TopicSetup.ensure(connection, TopicSetup.Layout.embedded());
            try (var service = new IngestService(connection, settings, Source.parse(sources))) {
                service.start();
                for (Map.Entry<String, BadServer> server : servers.entrySet()) {
                    Visit first = server.getValue().awaitVisits(1, 1, 90).get(0);
                    assertThat(Duration.between(first.came(), first.gone()))
                            .as(server.getKey())
                            .isLessThan(RESTART.plus(SLACK));
                }
            }
            assertThat(rates(connection, "good")).isNotEmpty().allMatch(rate -> rate > 8 && rate < 12);
            assertThat(SentRecords.progress(
                            connection, "http-trickles", told -> told.state() == Progress.State.WAITING))
                    .last()
                    .satisfies(told -> assertThat(told.detail()).contains("connecting again"));
        } finally {
            for (BadServer server : servers.values()) {
                server.close();
            }
        }
    }

    /** Frames a second, as the stream tells them every few seconds until it is done. */
    private static List<Double> rates(KafkaConnection connection, String stream) {
        return SentRecords.progress(connection, stream, told -> told.state() == Progress.State.DONE).stream()
                .filter(told -> told.figures().containsKey("framesPerSecond"))
                .map(told -> told.figures().get("framesPerSecond"))
                .toList();
    }

    /** @param reason why there were no more frames; empty if the source ended well */
    private record Ending(List<JpegFrame> frames, String reason) {}

    private static Ending play(String address) {
        JpegSettings settings = new JpegSettings(new DecodeSettings(Optional.empty(), 0, SILENCE), 0.8f);
        List<JpegFrame> frames = new ArrayList<>();
        try (ChildFrames video = ChildFrames.open(address, settings, DecoderLimits.defaults())) {
            for (var frame = video.next(); frame.isPresent(); frame = video.next()) {
                frames.add(frame.get());
            }
            return new Ending(frames, "");
        } catch (SourceException e) {
            return new Ending(frames, e.getMessage());
        }
    }
}
