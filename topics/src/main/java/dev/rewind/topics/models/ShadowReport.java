package dev.rewind.topics.models;

import dev.rewind.topics.Progress;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a shadow model compares with the live one on live clips, as one inference process saw it since it loaded it. On
 * {@code progress} as the job {@code shadow/version/instance}.
 *
 * @param version of the shadow model
 * @param instance the process
 * @param clips that both labelled
 * @param agreed of these the ones with the same top-1
 * @param liveMillis the live model's time for them all
 * @param shadowMillis the shadow model's time for them all
 */
public record ShadowReport(
        String version, String instance, long clips, long agreed, double liveMillis, double shadowMillis) {
    private static final String KIND = "shadow";
    private static final Set<String> FIGURES = Set.of("clips", "agreed", "liveMillis", "shadowMillis");

    /** The job it is reported as. */
    public String job() {
        return KIND + "/" + version + "/" + instance;
    }

    /** The record for {@code progress}. */
    public Progress toProgress(Instant now) {
        return new Progress(
                job(),
                Progress.State.RUNNING,
                "labels beside the live model, unpublished",
                now,
                Map.of(
                        "clips",
                        (double) clips,
                        "agreed",
                        (double) agreed,
                        "liveMillis",
                        liveMillis,
                        "shadowMillis",
                        shadowMillis));
    }

    /** Reads one; empty for any other job. */
    public static Optional<ShadowReport> of(Progress progress) {
        String[] job = progress.job().split("/", 3);
        Map<String, Double> figures = progress.figures();
        if (job.length != 3 || !KIND.equals(job[0]) || !figures.keySet().containsAll(FIGURES)) {
            return Optional.empty();
        }
        return Optional.of(new ShadowReport(
                job[1],
                job[2],
                figures.get("clips").longValue(),
                figures.get("agreed").longValue(),
                figures.get("liveMillis"),
                figures.get("shadowMillis")));
    }
}
