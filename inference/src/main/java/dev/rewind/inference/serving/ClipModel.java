package dev.rewind.inference.serving;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.Profile;
import java.util.List;
import java.util.Optional;

/** A model in memory, as serving needs it. One thread at a time may use it; closing it frees it. */
public interface ClipModel extends AutoCloseable {
    /** What it is. */
    ModelManifest manifest();

    /** What its training clips look like to it; empty for a model that came without. */
    Optional<Profile> profile();

    /** How it computes; empty for one that is no network. */
    default Optional<Compute> compute() {
        return Optional.empty();
    }

    /**
     * The same model once more, for another device and its thread; closing it is the caller's.
     *
     * @param other how it is computed
     * @throws UnsupportedOperationException if it is no network
     * @throws dev.rewind.model.engine.DeviceException if the device cannot be used
     */
    default ClipModel replica(Compute other) {
        throw new UnsupportedOperationException(
                manifest().version() + " is no network, and cannot be computed on " + other.device() + " too");
    }

    /**
     * Scores of each clip, in order.
     *
     * @param clips packed RGB as the manifest's clip says, at least one
     */
    List<ClipScores> score(List<byte[]> clips);

    @Override
    void close();

    /** A model that was loaded from a folder. */
    static ClipModel of(ActionModel model, Optional<Profile> profile) {
        return new ClipModel() {
            @Override
            public ModelManifest manifest() {
                return model.manifest();
            }

            @Override
            public Optional<Profile> profile() {
                return profile;
            }

            @Override
            public Optional<Compute> compute() {
                return Optional.of(model.compute());
            }

            @Override
            public ClipModel replica(Compute other) {
                return of(model.replica(other), profile);
            }

            @Override
            public List<ClipScores> score(List<byte[]> clips) {
                return model.score(clips);
            }

            @Override
            public void close() {
                model.close();
            }
        };
    }
}
