package dev.rewind.training.service;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.TrainingListener;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.clips.RecordingReader;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** One round: warm start from the parent, training, evaluation on the held-out part. */
final class Round {
    private final TrainingServiceSettings settings;
    private final RecordingReader reader;
    private final Runnable goOn;

    /** @param goOn asked before every clip; ends the round by throwing */
    Round(TrainingServiceSettings settings, RecordingReader reader, Runnable goOn) {
        this.settings = settings;
        this.reader = reader;
        this.goOn = goOn;
    }

    /**
     * Trains a candidate into an empty folder.
     *
     * @param listener told after every epoch
     * @return how well it labels the held-out clips
     */
    Evaluation run(HeldOut clips, String version, Path folder, TrainingListener listener) {
        ModelManifest parent = new ModelFolder(settings.parent()).manifest();
        List<String> classes = classes(parent, clips);
        ClipSpec spec = parent.clip();
        RecordedClips training =
                decode(clips.training(), classes, settings.training().recipe().footage(spec));
        RecordedClips held = decode(clips.held(), classes, Footage.live(spec));
        new ModelTraining(parent.preset(), parent.network(), spec, settings.training(), Optional.of(settings.parent()))
                .run(new Stoppable(training, goOn), version, folder, listener);
        try (ActionModel candidate =
                ActionModel.load(folder, settings.training().execution().compute())) {
            return Evaluator.evaluate(candidate, held.size(), index -> {
                goOn.run();
                return held.fixed(index, spec);
            });
        }
    }

    /** The parent's classes in their order, so that its classifier lives on where none is new; then new ones, sorted. */
    private static List<String> classes(ModelManifest parent, HeldOut clips) {
        List<String> classes = new ArrayList<>(parent.classes());
        Stream.concat(clips.training().stream(), clips.held().stream())
                .map(StoredClip::label)
                .distinct()
                .filter(label -> !classes.contains(label))
                .sorted()
                .forEachOrdered(classes::add);
        return List.copyOf(classes);
    }

    private RecordedClips decode(List<StoredClip> clips, List<String> classes, Footage footage) {
        List<ClipManifest.Entry> entries = clips.stream()
                .map(clip -> new ClipManifest.Entry(
                        clip.file(), clip.label(), "round", Optional.of(clip.group()), Optional.empty()))
                .toList();
        return RecordedClips.decode(entries, classes, footage, reader, done -> goOn.run());
    }

    /** A source that can be left at any clip. */
    private record Stoppable(ClipSource clips, Runnable goOn) implements ClipSource {
        @Override
        public List<String> classes() {
            return clips.classes();
        }

        @Override
        public int size() {
            return clips.size();
        }

        @Override
        public String fingerprint() {
            return clips.fingerprint();
        }

        @Override
        public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
            goOn.run();
            return clips.draw(index, spec, random);
        }
    }
}
