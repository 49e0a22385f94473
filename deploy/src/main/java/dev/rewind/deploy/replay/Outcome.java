package dev.rewind.deploy.replay;

import dev.rewind.inference.replay.Stretch;
import dev.rewind.model.ModelManifest;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of a replay.
 *
 * @param job its name on {@code progress}
 * @param model what labelled
 * @param stretch which part of the past
 * @param tally how much of it
 * @param seconds it took, without loading the model
 * @param comparison with the labels of that time, if that was asked for
 * @param pictures of the clips that changed most, in the order of the comparison; empty where the frames have gone
 */
record Outcome(
        String job,
        ModelManifest model,
        Stretch stretch,
        Tally tally,
        double seconds,
        Optional<Comparison> comparison,
        List<Optional<Path>> pictures) {
    double clipsPerSecond() {
        return tally.clips() / Math.max(1e-3, seconds);
    }

    /** Of a changed clip, by its place among them. */
    Optional<Path> picture(int number) {
        return number < pictures.size() ? pictures.get(number) : Optional.empty();
    }
}
