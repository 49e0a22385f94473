package dev.rewind.deploy.learn;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import java.time.Duration;
import java.util.Optional;

/**
 * A training on recordings that is yet to be given them.
 *
 * @param start where it starts
 * @param settings how it goes on
 * @param sampling how clips are cut from recordings, where that was chosen
 */
public record Lesson(Start start, TrainingSettings settings, Optional<Sampling> sampling) {
    /** What its clips are cut from. */
    public Footage footage() {
        return settings.recipe().footage(start.preset().clip());
    }

    /** The training on some recordings. */
    public ModelTraining on(RecordedClips recordings) {
        return new ModelTraining(
                start.preset().name(), start.preset().network(), clip(recordings), settings, start.parent());
    }

    private ClipSpec clip(RecordedClips recordings) {
        ClipSpec clip = start.preset().clip();
        Sampling wanted = sampling.orElse(footage().windows() ? Sampling.PERIOD : Sampling.WHOLE);
        // Live streams are sampled as densely as the recordings were.
        Duration period = wanted == Sampling.WHOLE
                ? recordings.medianLength().dividedBy(Math.max(1, clip.frames() - 1))
                : clip.period();
        return clip.withSampling(wanted, period);
    }
}
