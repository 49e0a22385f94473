package dev.rewind.inference;

import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.topics.Label;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How clips are cut, batched and labelled.
 *
 * @param applicationId processes of one id share the work; it names their consumer group and their state on the broker
 * @param streamThreads threads that decode frames and cut clips
 * @param stride frames between the beginnings of consecutive clips; {@link #HALF_A_CLIP} for half the model's frames
 * @param topK classes of each label
 * @param flushAfter how long a stream is silent until a clip too short for the model is labelled as it is
 * @param stateDirectory one for each process
 * @param serving how clips are batched, and what a model must keep to that takes over
 * @param drift how streams are compared with what the model was trained for
 * @param questions which clips people are asked about
 */
public record InferenceSettings(
        String applicationId,
        int streamThreads,
        int stride,
        int topK,
        Duration flushAfter,
        Path stateDirectory,
        ServingSettings serving,
        DriftSettings drift,
        QuestionSettings questions) {
    public static final int HALF_A_CLIP = 0;

    private static final String GROUP = "rewind-inference";

    public InferenceSettings {
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        Objects.requireNonNull(serving, "serving");
        Objects.requireNonNull(drift, "drift");
        Objects.requireNonNull(questions, "questions");
        require(
                applicationId != null && applicationId.matches("[A-Za-z0-9._-]{1,100}"),
                "applicationId must be 1 to 100 letters, digits, dots, dashes or underscores",
                applicationId);
        require(streamThreads >= 1, "streamThreads must be at least 1", streamThreads);
        require(stride >= 0, "stride must be at least 1, or 0 for half a clip", stride);
        require(topK >= 1, "topK must be at least 1", topK);
        require(flushAfter.toMillis() >= 1, "flushAfter must be at least 1 ms", flushAfter);
    }

    /** The settings for ordinary use: half a core's worth of decoding, top 3, silence of 2 s. */
    public static InferenceSettings defaults(Path stateDirectory) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new InferenceSettings(
                GROUP,
                threads,
                HALF_A_CLIP,
                3,
                Duration.ofSeconds(2),
                stateDirectory,
                ServingSettings.defaults(GROUP),
                DriftSettings.defaults(),
                QuestionSettings.defaults());
    }

    /** The stride in frames for a model that takes clips of the given length. */
    int strideFor(int clipFrames) {
        return stride == HALF_A_CLIP ? Math.max(1, clipFrames / 2) : stride;
    }

    /** What labels say of how their clips were cut; empty where it was as the model asks for. */
    Optional<Label.Cut> cutFor(int clipFrames) {
        int asked = strideFor(clipFrames);
        return asked == Math.max(1, clipFrames / 2)
                ? Optional.empty()
                : Optional.of(new Label.Cut(clipFrames, asked, null));
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but is " + found);
        }
    }
}
