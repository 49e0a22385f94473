package dev.rewind.topics.models;

import dev.rewind.topics.Progress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an inference process took a model over, live or as a shadow. On {@code progress} as the job {@code
 * model/version/instance}.
 *
 * @param version of the model
 * @param instance the process
 * @param refusal why it was not taken over, while another one serves on; empty when it was
 */
public record ServingReport(String version, String instance, Optional<String> refusal) {
    private static final String KIND = "model";

    /** The job it is reported as. */
    public String job() {
        return KIND + "/" + version + "/" + instance;
    }

    /** The record for {@code progress}. */
    public Progress toProgress(Instant now) {
        return new Progress(
                job(),
                refusal.isEmpty() ? Progress.State.RUNNING : Progress.State.FAILED,
                refusal.orElse("loaded, checked and warm"),
                now,
                Map.of());
    }

    /** Reads one; empty for any other job. */
    public static Optional<ServingReport> of(Progress progress) {
        String[] job = progress.job().split("/", 3);
        if (job.length != 3 || !KIND.equals(job[0])) {
            return Optional.empty();
        }
        return Optional.of(new ServingReport(
                job[1],
                job[2],
                progress.state() == Progress.State.FAILED
                        ? Optional.of(String.valueOf(progress.detail()))
                        : Optional.empty()));
    }
}
