package dev.rewind.inference.chaos;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.inference.InferenceService;
import dev.rewind.inference.InferenceSettings;
import dev.rewind.inference.Membership;
import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.clips.Jpegs;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.inference.serving.LabelListener;
import dev.rewind.inference.serving.ModelServer;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.inference.smoothing.SmoothingSettings;
import dev.rewind.topics.FrameHeaders;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.RecordPublisher;
import dev.rewind.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Streams in which the light goes on and off, in each at a pace of its own, so that actions begin and end all the time; and
 * inference that tells of it. Half way, each stream begins a new epoch.
 */
final class Lights {
    static final int STREAMS = 6;

    private static final int FRAMES = 120;
    private static final int STRIDE = 2;
    private static final int FRAMES_PER_RECORD = 3;
    private static final Duration PERIOD = BrightnessModel.CLIP.period();
    private static final Instant START = Instant.parse("2026-03-04T05:06:07Z");

    private Lights() {}

    /** Sends all of them, the streams taking turns. */
    static void send(KafkaConnection connection) {
        try (RecordPublisher publisher = new RecordPublisher(connection, "test")) {
            for (int first = 0; first < FRAMES; first += FRAMES_PER_RECORD) {
                for (int stream = 0; stream < STREAMS; stream++) {
                    int epoch = first / (FRAMES / 2);
                    int sequence = first % (FRAMES / 2);
                    Headers headers = new RecordHeaders();
                    new FrameHeaders(FrameHeaders.MOTION_JPEG, "test", epoch, sequence, at(first), Optional.of(PERIOD))
                            .writeTo(name(stream), headers);
                    publisher.send(Topic.FRAMES, name(stream), jpegs(stream, first), headers);
                }
            }
        }
    }

    /** When the last clip of each stream ends. */
    static Instant end() {
        return at(FRAMES - 1);
    }

    /**
     * Inference that was not started yet. No stream ever falls silent, so that the frames alone decide what happens.
     *
     * @param listener told of each label before it is committed
     */
    static InferenceService inference(KafkaConnection connection, Path directory, LabelListener listener) {
        InferenceSettings settings = new InferenceSettings(
                "lights",
                1,
                ClipRules.forAll(ClipSettings.withStride(STRIDE)),
                2,
                Duration.ofHours(1),
                directory,
                Membership.anonymous(),
                new ServingSettings("lights", 4, Duration.ofMillis(5), 3),
                DriftSettings.defaults(),
                QuestionSettings.defaults(),
                Optional.of(SmoothingSettings.over(PERIOD.multipliedBy(STRIDE))),
                OverloadSettings.defaults());
        FunctionModel model = new FunctionModel(BrightnessModel.MANIFEST, BrightnessModel::probabilities);
        ModelServer models = new ModelServer(connection, settings.serving(), model, record -> {
            throw new IllegalStateException("no other model is expected");
        });
        return new InferenceService(connection, settings, models, listener);
    }

    private static byte[] jpegs(int stream, int first) {
        byte[][] frames = new byte[FRAMES_PER_RECORD][];
        for (int i = 0; i < frames.length; i++) {
            boolean on = (first + i) / (5 + stream) % 2 == 1;
            frames[i] = Jpegs.grey(on ? 255 : 0);
        }
        return Jpegs.joined(frames);
    }

    private static String name(int stream) {
        return "light-" + stream;
    }

    private static Instant at(int frame) {
        return START.plus(PERIOD.multipliedBy(frame));
    }
}
