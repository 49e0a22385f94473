package dev.rewind.training.service;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.Compute;
import dev.rewind.model.FrameScaler;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.topics.models.ModelRecord;
import dev.rewind.training.clips.DecodedFrames;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.store.MappedFrames;
import dev.rewind.training.store.StoredClip;
import dev.rewind.training.watch.Disagreement;
import dev.rewind.training.watch.Opinion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Asks a model that served before what it makes of the clips that people spoke about. */
final class PreviousModel implements Disagreement.Hindsight {
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
        List<Optional<Boolean>> right = new ArrayList<>(opinions.size());
        try (ActionModel model = ActionModel.load(shelf.folder(record), compute)) {
            List<String> classes = model.manifest().classes();
            ClipSpec spec = model.manifest().clip();
            for (Opinion said : opinions) {
                right.add(Optional.ofNullable(byId.get(said.clip())).map(clip -> {
                    byte[] rgb = Footage.fixed(new Scaled(MappedFrames.open(clip.file()), spec), spec);
                    float[] scores = model.probabilities(List.of(rgb)).get(0);
                    int best = 0;
                    for (int i = 1; i < scores.length; i++) {
                        best = scores[i] > scores[best] ? i : best;
                    }
                    return classes.get(best).equals(said.label());
                }));
            }
        }
        return right;
    }

    /** Frames in the size that a model takes: those to learn from are kept larger. */
    private record Scaled(DecodedFrames frames, ClipSpec spec) implements DecodedFrames {
        @Override
        public FrameShape shape() {
            return new FrameShape(spec.height(), spec.width());
        }

        @Override
        public List<Duration> times() {
            return frames.times();
        }

        @Override
        public void copy(int frame, byte[] target, int offset) {
            byte[] rgb = new byte[frames.shape().bytes()];
            frames.copy(frame, rgb, 0);
            new FrameScaler(spec.height(), spec.width())
                    .scale(rgb, frames.shape().width(), frames.shape().height(), target, offset);
        }
    }
}
