package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.Profile;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A model that computes what a test says. */
public record FunctionModel(ModelManifest manifest, Function<List<byte[]>, List<float[]>> probabilities)
        implements ClipModel {
    @Override
    public Optional<Profile> profile() {
        return Optional.empty();
    }

    @Override
    public List<ClipScores> score(List<byte[]> clips) {
        return probabilities.apply(clips).stream()
                .map(row -> new ClipScores(row, new float[0]))
                .toList();
    }

    @Override
    public void close() {}
}
