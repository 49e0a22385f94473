package dev.rewind.training.service;

import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoredClip;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The clips of a round in two parts: by whole groups, or by single clips where all groups lie on one side. Somebody with
 * one camera would otherwise never get a model of his own; the verdict says so.
 *
 * @param training what to learn from
 * @param held what to measure with; all of classes that there are clips to learn from
 * @param byGroups whether no group is on both sides
 * @param unlearnable classes whose clips are all held out
 */
record RoundClips(List<StoredClip> training, List<StoredClip> held, boolean byGroups, Set<String> unlearnable) {
    static RoundClips of(List<StoredClip> clips, HeldOut heldOut) {
        RoundClips groups = split(clips, StoredClip::held, true);
        return groups.suffices() ? groups : split(clips, clip -> heldOut.holds("clip " + clip.id()), false);
    }

    /** Whether there is something to learn, and something to measure with. */
    boolean suffices() {
        return classes() >= 2 && !held.isEmpty();
    }

    /** How many classes there are to learn. */
    long classes() {
        return training.stream().map(StoredClip::label).distinct().count();
    }

    private static RoundClips split(List<StoredClip> clips, Predicate<StoredClip> isHeld, boolean byGroups) {
        List<StoredClip> training = clips.stream().filter(isHeld.negate()).toList();
        Set<String> taught = training.stream().map(StoredClip::label).collect(Collectors.toSet());
        Set<String> unlearnable = new TreeSet<>();
        clips.stream()
                .map(StoredClip::label)
                .filter(label -> !taught.contains(label))
                .forEach(unlearnable::add);
        return new RoundClips(
                training,
                clips.stream()
                        .filter(isHeld.and(clip -> taught.contains(clip.label())))
                        .toList(),
                byGroups,
                unlearnable);
    }
}
