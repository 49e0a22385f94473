package dev.rewind.training.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.ModelUnavailableException;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.watch.ModelWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Publishes candidates, together with which clips they have seen: no kill lets a round be forgotten or counted twice. */
final class CandidatePublisher {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelWriter writer;
    private final ModelWatch watch;

    CandidatePublisher(ModelWriter writer, ModelWatch watch) {
        this.writer = writer;
        this.watch = watch;
    }

    /**
     * Publishes the model of a folder: as the live one's shadow, in the place of any other, or as refused.
     *
     * @param seen the clips that it has seen
     * @throws TrainingServiceException if it was not published; then nothing of it was
     */
    void publish(Path folder, Candidate candidate, ModelWriter.Read seen) {
        ModelFolder model = new ModelFolder(folder);
        ModelManifest manifest = model.manifest();
        Evaluation evaluation = candidate.evaluation();
        boolean passed = candidate.verdict().passed();
        Instant now = Instant.now();
        try {
            JsonNode file = JSON.readTree(model.manifestFile().toFile());
            Trial trial = new Trial(
                    Map.of(
                            "top1", evaluation.top1(),
                            "top5", evaluation.top5(),
                            "clips", (double) evaluation.clips()),
                    candidate.verdict(),
                    candidate.confusion().orElse(null));
            Standing standing = Standing.of(
                    passed ? State.SHADOW : State.REFUSED,
                    now,
                    candidate.verdict().reason());
            writer.publish(
                    manifest.version(),
                    manifest.sha256(),
                    model.weightsFile(),
                    place -> {
                        List<ModelRecord> records =
                                new ArrayList<>(passed ? watch.superseded(manifest.version(), now) : List.of());
                        records.add(new ModelRecord(
                                manifest.version(),
                                manifest.parent(),
                                standing,
                                place,
                                trial,
                                candidate.profile(),
                                file));
                        return records;
                    },
                    seen);
        } catch (ModelUnavailableException | IOException e) {
            throw new TrainingServiceException(e.getMessage(), e);
        }
    }
}
