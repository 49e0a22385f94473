package dev.rewind.training.service;

import dev.rewind.training.TrainingSettings;
import dev.rewind.training.gate.GateSettings;
import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoreLimits;
import dev.rewind.training.watch.WatchSettings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * When and how the training service trains, and what it does with what comes out.
 *
 * @param parent folder of the model that a round starts from while none on the log is live
 * @param workDirectory where clips and models are kept; all of it can be made again from the topics
 * @param rounds when a round begins
 * @param store how many clips are kept
 * @param heldOut which clips are never trained on but measure the candidate
 * @param gate when a candidate is good enough
 * @param watch what happens then
 * @param training how a round trains
 */
public record TrainingServiceSettings(
        Path parent,
        Path workDirectory,
        Rounds rounds,
        StoreLimits store,
        HeldOut heldOut,
        GateSettings gate,
        WatchSettings watch,
        TrainingSettings training) {
    public TrainingServiceSettings {
        Objects.requireNonNull(parent, "parent");
        Objects.requireNonNull(workDirectory, "workDirectory");
        Objects.requireNonNull(rounds, "rounds");
        Objects.requireNonNull(store, "store");
        Objects.requireNonNull(heldOut, "heldOut");
        Objects.requireNonNull(gate, "gate");
        Objects.requireNonNull(watch, "watch");
        Objects.requireNonNull(training, "training");
        if (store.clips() < rounds.minClips()) {
            throw new IllegalArgumentException(
                    "a round needs " + rounds.minClips() + " clips, but the store holds no more than " + store.clips());
        }
    }

    /** The usual rounds, store, gate and watch; a fifth of the groups held out. */
    public static TrainingServiceSettings of(Path parent, Path workDirectory, TrainingSettings training) {
        return new TrainingServiceSettings(
                parent,
                workDirectory,
                Rounds.usual(),
                StoreLimits.usual(),
                new HeldOut(0.2),
                GateSettings.usual(),
                WatchSettings.usual(),
                training);
    }
}
