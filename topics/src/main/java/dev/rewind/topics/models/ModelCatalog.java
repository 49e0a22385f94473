package dev.rewind.topics.models;

import dev.rewind.topics.models.ModelRecord.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The models there are, as the log told them. Which one is live is a question of order: of those that say so, the one
 * that said it last. The changes it offers are records yet to be written.
 *
 * @param models every model, the one that changed last at the end
 */
public record ModelCatalog(List<ModelRecord> models) {
    public ModelCatalog {
        models = List.copyOf(models);
    }

    /** The model that serves. */
    public Optional<ModelRecord> live() {
        return last(State.LIVE);
    }

    /** The model that is compared with the live one. */
    public Optional<ModelRecord> shadow() {
        return last(State.SHADOW);
    }

    public Optional<ModelRecord> find(String version) {
        return models.stream().filter(model -> model.version().equals(version)).findFirst();
    }

    /**
     * The model of that version.
     *
     * @throws ModelUnavailableException if there is none
     */
    public ModelRecord get(String version) {
        return find(version)
                .orElseThrow(() -> new ModelUnavailableException(
                        "there is no model '" + version + "'; there are "
                                + (models.isEmpty()
                                        ? "none yet"
                                        : String.join(
                                                ", ",
                                                models.stream()
                                                        .map(ModelRecord::version)
                                                        .toList())),
                        null));
    }

    /**
     * Makes a model live, and retires the one that was.
     *
     * @param reason one sentence for a person
     * @param forced whether it is to serve although it knows fewer classes or is slower
     * @throws ModelUnavailableException if there is no such model
     */
    public List<ModelRecord> promote(String version, String reason, boolean forced, Instant now) {
        ModelRecord next = get(version);
        List<ModelRecord> changes = new ArrayList<>();
        String replaced = live().map(ModelRecord::version)
                .filter(live -> !live.equals(version))
                .orElse(null);
        for (ModelRecord model : models) {
            if (model.state() == State.LIVE && !model.version().equals(version)) {
                changes.add(retired(model, now, version + " took over: " + reason));
            }
        }
        changes.add(next.with(new Standing(State.LIVE, now, reason, replaced, forced)));
        return changes;
    }

    /**
     * Brings the model back that the live one replaced.
     *
     * @throws ModelUnavailableException if there is none any more
     */
    public List<ModelRecord> rollback(String reason, Instant now) {
        ModelRecord live = live().orElseThrow(
                        () -> new ModelUnavailableException("no model is live, so that none can be rolled back", null));
        String before = live.standing().replaced();
        ModelRecord previous = Optional.ofNullable(before)
                .flatMap(this::find)
                .orElseThrow(() -> new ModelUnavailableException(
                        "the live model " + live.version() + " took over from "
                                + (before == null ? "no other" : before + ", which was removed")
                                + "; promote one of those that 'rewind models ls' shows",
                        null));
        return List.of(
                live.with(Standing.of(State.REFUSED, now, "rolled back: " + reason)),
                // What it had replaced itself, so that a second rollback goes one further back.
                previous.with(new Standing(
                        State.LIVE,
                        now,
                        "brought back: " + reason,
                        previous.standing().replaced(),
                        true)));
    }

    private static ModelRecord retired(ModelRecord model, Instant now, String reason) {
        return model.with(
                new Standing(State.RETIRED, now, reason, model.standing().replaced(), false));
    }

    private Optional<ModelRecord> last(State state) {
        return models.stream().filter(model -> model.state() == state).reduce((earlier, later) -> later);
    }
}
