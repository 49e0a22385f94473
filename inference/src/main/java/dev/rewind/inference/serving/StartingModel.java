package dev.rewind.inference.serving;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.ModelCatalog;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.Profile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The model that a process begins with: the live one of {@code models}. One that cannot serve must not keep a process from
 * starting: then it is the one that it replaced, and so on, and in the end the one that the process brings along.
 */
final class StartingModel {
    private final ModelCatalog catalog;
    private final ModelSource source;
    private final ModelLoader loader;

    StartingModel(ModelCatalog catalog, ModelSource source, ModelLoader loader) {
        this.catalog = catalog;
        this.source = source;
        this.loader = loader;
    }

    /**
     * What to begin with.
     *
     * @param model in memory, warm, for each device
     * @param refused models that should have served instead
     */
    record Choice(Replicas model, List<Refused> refused) {}

    /** A model that cannot serve, and why. */
    record Refused(ModelRecord model, String reason) {}

    /**
     * Loads it.
     *
     * @throws ServingException if none can serve
     */
    Choice choose() {
        List<Refused> refused = new ArrayList<>();
        for (ModelRecord record : inOrder()) {
            try {
                return new Choice(warm(load(record)), refused);
            } catch (RuntimeException | Error e) {
                refused.add(new Refused(record, RefusedModelException.reason(e)));
            }
        }
        try {
            return new Choice(warm(fromFolder(Optional.empty())), refused);
        } catch (RuntimeException | Error e) {
            String first = refused.isEmpty()
                    ? ""
                    : "the live model " + refused.get(0).model().version() + " cannot serve: "
                            + refused.get(0).reason() + "; and none else can: ";
            throw new ServingException(first + RefusedModelException.reason(e), e);
        }
    }

    private List<ModelRecord> inOrder() {
        List<ModelRecord> order = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Optional<ModelRecord> next = catalog.live();
        while (next.filter(model -> seen.add(model.version())).isPresent()) {
            order.add(next.get());
            next = Optional.ofNullable(next.get().standing().replaced()).flatMap(catalog::find);
        }
        return order;
    }

    /** From the folder if it holds that very model, which is faster. */
    private ClipModel load(ModelRecord record) {
        return isInFolder(record) ? fromFolder(Optional.ofNullable(record.profile())) : loader.load(record);
    }

    private ClipModel fromFolder(Optional<Profile> profile) {
        return ClipModel.of(ActionModel.load(source.folder(), source.first()), profile);
    }

    private boolean isInFolder(ModelRecord record) {
        try {
            ModelManifest own = new ModelFolder(source.folder()).manifest();
            return own.version().equals(record.version())
                    && own.sha256().equals(record.weights().sha256());
        } catch (ModelLoadException e) {
            return false; // whoever needs it will say why
        }
    }

    /** A clip is enough: the first batch waits for nothing else. */
    private Replicas warm(ClipModel first) {
        Replicas replicas = Replicas.of(first, source.further());
        boolean warm = false;
        try {
            new WarmUp(replicas.manifest().clip(), 1).run(replicas);
            warm = true;
            return replicas;
        } finally {
            if (!warm) {
                replicas.close();
            }
        }
    }
}
