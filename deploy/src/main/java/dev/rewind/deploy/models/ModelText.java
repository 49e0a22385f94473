package dev.rewind.deploy.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.topics.JsonSerde;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Trial;
import dev.rewind.topics.models.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What every table of models says in the same words. */
final class ModelText {
    static final JsonMapper JSON = new JsonMapper();

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneId.systemDefault());

    private ModelText() {}

    static String time(Instant at) {
        return TIME.format(at);
    }

    static String state(ModelRecord model) {
        return model.state().name().toLowerCase(Locale.ROOT);
    }

    /** A figure of its trial; empty where that was not measured. */
    static Optional<Double> metric(ModelRecord model, String name) {
        return Optional.ofNullable(model.trial()).map(trial -> trial.metrics().get(name));
    }

    static Optional<Verdict> verdict(ModelRecord model) {
        return Optional.ofNullable(model.trial()).map(Trial::verdict);
    }

    /** How much better than the model that was live then, with the interval: {@code +0.062 [+0.011, +0.113] passed}. */
    static String brief(Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "%+.3f [%+.3f, %+.3f] %s",
                verdict.candidate() - verdict.live(),
                verdict.low(),
                verdict.high(),
                verdict.passed() ? "passed" : "failed");
    }

    /** Class names, in the order of the logits; none where the manifest has none. */
    static List<String> classes(ModelRecord model) {
        List<String> classes = new ArrayList<>();
        model.manifest().path("classes").forEach(name -> classes.add(name.asText()));
        return classes;
    }

    /** The record as JSON, without the picture, which is for {@code show --confusion}. */
    static ObjectNode json(ModelRecord model) {
        try (var serializer = JsonSerde.of(ModelRecord.class).serializer()) {
            JsonNode node = JSON.readTree(serializer.serialize(Topic.MODELS.topicName(), model));
            if (node.path("trial") instanceof ObjectNode trial) {
                trial.remove("confusion");
            }
            return (ObjectNode) node;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the record of " + model.version() + " makes no JSON", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
