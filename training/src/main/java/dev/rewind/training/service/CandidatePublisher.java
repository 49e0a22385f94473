package dev.rewind.training.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelUnavailableException;
import dev.rewind.topics.models.ModelWriter;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.training.evaluate.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Publishes candidates, together with which clips they have seen: no kill lets a round be forgotten or counted twice. */
final class CandidatePublisher implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ModelWriter writer;

    /** Opens the publisher; what another one left unfinished is undone, and that one can publish no more. */
    CandidatePublisher(KafkaConnection connection) {
        this.writer = new ModelWriter(connection, "rewind-training");
    }

    /**
     * Publishes the model of a folder.
     *
     * @param seen the clips that it has seen
     * @throws TrainingServiceException if it was not published; then nothing of it was
     */
    void publish(Path folder, Evaluation evaluation, ModelWriter.Read seen) {
        ModelFolder model = new ModelFolder(folder);
        ModelManifest manifest = model.manifest();
        try {
            JsonNode file = JSON.readTree(model.manifestFile().toFile());
            Trial trial = new Trial(
                    Map.of(
                            "top1", evaluation.top1(),
                            "top5", evaluation.top5(),
                            "clips", (double) evaluation.clips()),
                    null,
                    null);
            Standing standing = Standing.of(ModelRecord.State.CANDIDATE, Instant.now(), "trained; waits for the gate");
            writer.publish(
                    manifest.version(),
                    manifest.sha256(),
                    model.weightsFile(),
                    place -> List.of(
                            new ModelRecord(manifest.version(), manifest.parent(), standing, place, trial, null, file)),
                    seen);
        } catch (ModelUnavailableException | IOException e) {
            throw new TrainingServiceException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        writer.close();
    }
}
