package dev.rewind.topics.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.rewind.topics.models.ModelRecord.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ModelCatalogTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");

    @Test
    void takesTheModelThatLastBecameLiveForTheLiveOne() {
        ModelCatalog catalog =
                new ModelCatalog(List.of(model("a", State.LIVE), model("b", State.LIVE), model("c", State.SHADOW)));

        assertThat(catalog.live().orElseThrow().version()).isEqualTo("b");
        assertThat(catalog.shadow().orElseThrow().version()).isEqualTo("c");
    }

    @Test
    void retiresTheLiveModelWhenAnotherTakesOver() {
        ModelCatalog catalog = after(List.of(model("a", State.LIVE), model("b", State.SHADOW)), "b");

        assertThat(catalog.get("a").state()).isEqualTo(State.RETIRED);
        assertThat(catalog.get("a").standing().reason()).isEqualTo("b took over: better");
        assertThat(catalog.live().orElseThrow().version()).isEqualTo("b");
        assertThat(catalog.get("b").standing().replaced()).isEqualTo("a");
    }

    @Test
    void rollsBackStepByStep() {
        List<ModelRecord> models =
                List.of(model("a", State.LIVE), model("b", State.CANDIDATE), model("c", State.CANDIDATE));
        ModelCatalog onC = after(after(models, "b").models(), "c");

        ModelCatalog onB = applied(onC.models(), onC.rollback("worse", NOW));
        assertThat(onB.live().orElseThrow().version()).isEqualTo("b");
        assertThat(onB.get("c").standing().reason()).isEqualTo("rolled back: worse");

        ModelCatalog onA = applied(onB.models(), onB.rollback("worse, too", NOW));
        assertThat(onA.live().orElseThrow().version()).isEqualTo("a");
        assertThatThrownBy(() -> onA.rollback("once more", NOW))
                .isInstanceOf(ModelUnavailableException.class)
                .hasMessageContaining("a took over from no other");
    }

    @Test
    void promotesTheLiveModelToItselfWithoutRetiringIt() {
        ModelCatalog catalog = after(List.of(model("a", State.LIVE)), "a");

        assertThat(catalog.live().orElseThrow().version()).isEqualTo("a");
        assertThat(catalog.get("a").standing().replaced()).isNull();
    }

    @Test
    void namesTheModelsThereAreWhenOneIsUnknown() {
        ModelCatalog catalog = new ModelCatalog(List.of(model("a", State.LIVE), model("b", State.RETIRED)));

        assertThatThrownBy(() -> catalog.promote("x", "better", false, NOW))
                .hasMessage("there is no model 'x'; there are a, b");
    }

    private static ModelCatalog after(List<ModelRecord> models, String promoted) {
        return applied(models, new ModelCatalog(models).promote(promoted, "better", false, NOW));
    }

    /** As the compacted topic shows it: a changed model goes to the end. */
    private static ModelCatalog applied(List<ModelRecord> models, List<ModelRecord> changes) {
        List<ModelRecord> left = new ArrayList<>(models);
        for (ModelRecord change : changes) {
            left.removeIf(model -> model.version().equals(change.version()));
            left.add(change);
        }
        return new ModelCatalog(left);
    }

    private static ModelRecord model(String version, State state) {
        return new ModelRecord(
                version,
                null,
                Standing.of(state, NOW, "for a test"),
                new WeightsPlace("00", 1, 1, 0, 0),
                null,
                null,
                JsonNodeFactory.instance.objectNode());
    }
}
