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
 * @param period between frames, where that was chosen
 */
public record Lesson(Start start, TrainingSettings settings, Optional<Sampling> sampling, Optional<Duration> period) {
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
        // A clip lasts as long as most recordings, and live streams are sampled alike: tempo tells actions apart.
        Duration usual = footage().windows()
                ? clip.period()
                : recordings.medianLength().dividedBy(Math.max(1, clip.frames() - 1));
        return clip.withSampling(sampling.orElse(Sampling.PERIOD), period.orElse(usual));
    }
}
