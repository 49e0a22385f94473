package dev.rewind.inference;

import dev.rewind.inference.clips.ClipRules;
import dev.rewind.inference.clips.ClipSettings;
import dev.rewind.inference.drift.DriftSettings;
import dev.rewind.inference.drift.QuestionSettings;
import dev.rewind.inference.overload.OverloadSettings;
import dev.rewind.inference.serving.ServingSettings;
import dev.rewind.inference.smoothing.SmoothingSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How clips are cut, batched and labelled.
 *
 * @param applicationId processes of one id share the work; it names their consumer group and their state on the broker
 * @param streamThreads threads that decode frames and cut clips
 * @param clips how the clips of each stream are cut
 * @param topK classes of each label
 * @param flushAfter how long a stream is silent until a clip too short for the model is labelled as it is
 * @param stateDirectory one for each process
 * @param membership how this process belongs to those of its id
 * @param serving how clips are batched, and what a model must keep to that takes over
 * @param drift how streams are compared with what the model was trained for
 * @param questions which clips people are asked about
 * @param smoothing how scores are smoothed and events told; empty for neither
 * @param overload what happens when more clips come than can be scored
 */
public record InferenceSettings(
        String applicationId,
        int streamThreads,
        ClipRules clips,
        int topK,
        Duration flushAfter,
        Path stateDirectory,
        Membership membership,
        ServingSettings serving,
        DriftSettings drift,
        QuestionSettings questions,
        Optional<SmoothingSettings> smoothing,
        OverloadSettings overload) {
    private static final String GROUP = "rewind-inference";

    public InferenceSettings {
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(stateDirectory, "stateDirectory");
        Objects.requireNonNull(membership, "membership");
        Objects.requireNonNull(serving, "serving");
        Objects.requireNonNull(drift, "drift");
        Objects.requireNonNull(questions, "questions");
        Objects.requireNonNull(smoothing, "smoothing");
        Objects.requireNonNull(overload, "overload");
        require(
                applicationId != null && applicationId.matches("[A-Za-z0-9._-]{1,100}"),
                "applicationId must be 1 to 100 letters, digits, dots, dashes or underscores",
                applicationId);
        require(streamThreads >= 1, "streamThreads must be at least 1", streamThreads);
        require(topK >= 1, "topK must be at least 1", topK);
        require(flushAfter.toMillis() >= 1, "flushAfter must be at least 1 ms", flushAfter);
    }

    /** The settings for ordinary use: half a core's worth of decoding, top 3, silence of 2 s. */
    public static InferenceSettings defaults(Path stateDirectory) {
        int threads = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
        return new InferenceSettings(
                GROUP,
                threads,
                ClipRules.forAll(ClipSettings.ofTheModel()),
                3,
                Duration.ofSeconds(2),
                stateDirectory,
                Membership.anonymous(),
                ServingSettings.defaults(GROUP),
                DriftSettings.defaults(),
                QuestionSettings.defaults(),
                Optional.empty(),
                OverloadSettings.defaults());
    }

    private static void require(boolean valid, String rule, Object found) {
        if (!valid) {
            throw new IllegalArgumentException(rule + ", but is " + found);
        }
    }
}
