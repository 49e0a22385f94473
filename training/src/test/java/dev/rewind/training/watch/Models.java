package dev.rewind.training.watch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelRecord.State;
import dev.rewind.topics.models.Standing;
import dev.rewind.topics.models.Trial;
import dev.rewind.topics.models.WeightsPlace;
import java.time.Instant;
import java.util.Map;

/** Records of models that tell waving from pointing. */
final class Models {
    private Models() {}

    static ModelRecord record(String version, State state, Instant since, Map<String, Double> metrics) {
        return record(version, state, since, metrics, new WeightsPlace("sha", 1, 1, 0, 0));
    }

    static ModelRecord record(
            String version, State state, Instant since, Map<String, Double> metrics, WeightsPlace place) {
        ObjectNode manifest = JsonNodeFactory.instance.objectNode();
        manifest.putArray("classes").add("wave").add("point");
        return new ModelRecord(
                version,
                null,
                Standing.of(state, since, "given"),
                place,
                new Trial(metrics, null, null),
                null,
                manifest);
    }
}
