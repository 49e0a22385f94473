package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.Profile;
import java.util.List;
import java.util.Optional;

/**
 * A batch that was scored.
 *
 * @param model what scored it
 * @param profile of that model
 * @param compute how that model computes, and on which device
 * @param clips of it, in order
 * @param rows the clips' scores
 * @param nanos it took the model
 */
record ScoredBatch(
        ModelManifest model,
        Optional<Profile> profile,
        Optional<Compute> compute,
        List<QueuedClip> clips,
        List<ClipScores> rows,
        long nanos) {}
