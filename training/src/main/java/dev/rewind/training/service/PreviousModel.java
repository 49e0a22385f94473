package dev.rewind.training.service;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.topics.models.ModelUnavailableException;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.store.MappedFrames;
import dev.rewind.training.store.ScaledFrames;
import dev.rewind.training.store.StoredClip;
import dev.rewind.training.watch.Disagreement;
import dev.rewind.training.watch.Opinion;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks a model that served before what it makes of the clips that people spoke about. */
final class PreviousModel implements Disagreement.Hindsight {
    private static final Logger LOG = LoggerFactory.getLogger(PreviousModel.class);

    private final ModelShelf shelf;
    private final Compute compute;
    private final Supplier<List<StoredClip>> clips;

    PreviousModel(ModelShelf shelf, Compute compute, Supplier<List<StoredClip>> clips) {
        this.shelf = shelf;
        this.compute = compute;
        this.clips = clips;
    }

    @Override
    public List<Optional<Boolean>> right(ModelRecord record, List<Opinion> opinions) {
        Map<String, StoredClip> byId =
                clips.get().stream().collect(Collectors.toMap(StoredClip::id, Function.identity()));
        try (ActionModel model = ActionModel.load(shelf.folder(record), compute)) {
            return opinions.stream()
                    .map(said -> Optional.ofNullable(byId.get(said.clip()))
                            .filter(clip -> MappedFrames.isWhole(clip.file()))
                            .map(clip -> best(model, clip).equals(said.label())))
                    .toList();
        } catch (ModelUnavailableException | ModelLoadException e) {
            LOG.warn("what {} makes of these clips is not known: {}", record.version(), e.getMessage());
            return Collections.nCopies(opinions.size(), Optional.empty());
        }
    }

    private static String best(ActionModel model, StoredClip clip) {
        ClipSpec spec = model.manifest().clip();
        FrameShape shape = new FrameShape(spec.height(), spec.width());
        byte[] rgb = Footage.fixed(ScaledFrames.of(MappedFrames.open(clip.file()), shape), spec);
        return model.manifest().classes().get(model.score(List.of(rgb)).get(0).top());
    }
}
