package dev.rewind.training.service;

import dev.rewind.model.ActionModel;
import dev.rewind.model.ClipScores;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.TrainingListener;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.evaluate.ConfusionPicture;
import dev.rewind.training.evaluate.Evaluation;
import dev.rewind.training.evaluate.Evaluator;
import dev.rewind.training.gate.Answer;
import dev.rewind.training.gate.Gate;
import dev.rewind.training.sample.BalancedClips;
import dev.rewind.training.store.StoredClip;
import dev.rewind.training.store.StoredClips;
import dev.rewind.training.store.StoredFootage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;

/** One round: warm start from the live model, training on all clips that are not held out, and the gate. */
final class Round {
    /** A picture of more is too large for a record, and for a person. */
    private static final int MOST_DRAWN = 64;

    private static final int MOST_PICTURE_BYTES = 400_000;

    private final TrainingServiceSettings settings;
    private final Runnable goOn;

    /** @param goOn asked before every clip, by any thread; ends the round by throwing */
    Round(TrainingServiceSettings settings, Runnable goOn) {
        this.settings = settings;
        this.goOn = goOn;
    }

    /**
     * Trains a candidate into an empty folder and compares it with the live model.
     *
     * @param live the folder of the live model
     * @param footage in which the clips are kept
     * @param fresh which clips no round has seen
     * @param listener told after every step
     */
    Candidate run(
            Path live,
            RoundClips parts,
            StoredFootage footage,
            Predicate<StoredClip> fresh,
            String version,
            Path folder,
            TrainingListener listener) {
        ModelManifest parent = new ModelFolder(live).manifest();
        List<String> classes = classes(parent, parts);
        StoredClips training = new StoredClips(parts.training(), classes, footage.training());
        StoredClips held = new StoredClips(parts.held(), classes, footage.held());
        new ModelTraining(parent.preset(), parent.network(), parent.clip(), settings.training(), Optional.of(live))
                .run(new Stoppable(balanced(training, classes, fresh), goOn), version, folder, listener);
        List<ClipScores> ofLive = scores(live, held);
        List<ClipScores> ofCandidate = scores(folder, held);
        int[] labels = parts.held().stream()
                .mapToInt(clip -> classes.indexOf(clip.label()))
                .toArray();
        List<Answer> answers = new ArrayList<>(labels.length);
        for (int i = 0; i < labels.length; i++) {
            StoredClip clip = held.get(i);
            // The live model's classes come first, so that an index means the same in both.
            answers.add(new Answer(
                    clip.group(),
                    clip.label(),
                    ofLive.get(i).top() == labels[i],
                    ofCandidate.get(i).top() == labels[i]));
        }
        Evaluation evaluation = Evaluation.of(
                version,
                classes,
                ofCandidate.stream().map(ClipScores::probabilities).toList(),
                labels);
        return new Candidate(
                evaluation,
                new Gate(settings.gate()).judge(answers, parent.classes(), untaught(parent, parts), remarks(parts)),
                picture(evaluation, folder),
                ProfileOf.clips(classes, ofCandidate));
    }

    private static List<String> remarks(RoundClips parts) {
        List<String> remarks = new ArrayList<>();
        if (!parts.byGroups()) {
            remarks.add("all groups lie on one side of the split, so that clips of one are on both");
        }
        if (!parts.unlearnable().isEmpty()) {
            remarks.add("all clips of " + String.join(", ", parts.unlearnable())
                    + " are held out: send some of other groups");
        }
        return remarks;
    }

    /** The live model's classes in their order, so that its classifier lives on; then new ones, sorted. */
    private static List<String> classes(ModelManifest live, RoundClips parts) {
        List<String> classes = new ArrayList<>(live.classes());
        parts.training().stream()
                .map(StoredClip::label)
                .distinct()
                .filter(label -> !live.classes().contains(label))
                .sorted()
                .forEachOrdered(classes::add);
        return List.copyOf(classes);
    }

    /** Classes of the live model that no clip shows: what the candidate forgets of them cannot be measured. */
    private static Set<String> untaught(ModelManifest live, RoundClips parts) {
        Set<String> untaught = new TreeSet<>(live.classes());
        parts.training().forEach(clip -> untaught.remove(clip.label()));
        return untaught;
    }

    private ClipSource balanced(StoredClips clips, List<String> classes, Predicate<StoredClip> fresh) {
        int[] labels = new int[clips.size()];
        double[] weights = new double[clips.size()];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = classes.indexOf(clips.get(i).label());
            weights[i] = fresh.test(clips.get(i)) ? settings.rounds().freshness() : 1;
        }
        return new BalancedClips(clips, labels, weights);
    }

    private List<ClipScores> scores(Path folder, StoredClips clips) {
        try (ActionModel model =
                ActionModel.load(folder, settings.training().execution().compute())) {
            ClipSpec spec = model.manifest().clip();
            return Evaluator.scores(model, clips.size(), index -> {
                goOn.run();
                return clips.fixed(index, spec).rgb();
            });
        }
    }

    private static Optional<byte[]> picture(Evaluation evaluation, Path folder) {
        if (evaluation.classes().size() > MOST_DRAWN) {
            return Optional.empty();
        }
        Path file = folder.resolve("confusion.png");
        ConfusionPicture.write(evaluation, file);
        try {
            return Optional.of(Files.readAllBytes(file)).filter(bytes -> bytes.length <= MOST_PICTURE_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e + "; is its folder readable?", e);
        }
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
