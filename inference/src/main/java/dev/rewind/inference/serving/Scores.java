package dev.rewind.inference.serving;

import dev.rewind.model.ClipScores;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import dev.rewind.topics.models.Profile;
import java.util.Optional;

/**
 * What became of one clip.
 *
 * @param model the very model that scored it, which need not be the one that serves now
 * @param profile what that model's training clips look like to it, the same object for each clip; empty where not known
 * @param compute how that model computed them; empty for one that is no network
 * @param clip its probabilities and embedding
 * @param queuedMillis from submission until the batch began
 * @param computedMillis the batch's time in the model
 */
public record Scores(
        ModelManifest model,
        Optional<Profile> profile,
        Optional<Compute> compute,
        ClipScores clip,
        long queuedMillis,
        long computedMillis) {}
