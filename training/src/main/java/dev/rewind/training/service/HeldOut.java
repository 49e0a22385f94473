package dev.rewind.training.service;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;

/**
 * The clips of a round in two parts. A group's hash decides its side for ever, so that no later round trains on what an
 * earlier one was measured with.
 *
 * @param training what to learn from
 * @param held what to measure with
 */
record HeldOut(List<StoredClip> training, List<StoredClip> held) {
    /** @param share of the groups that is held out, in (0, 1) */
    static HeldOut split(List<StoredClip> clips, double share) {
        return new HeldOut(
                clips.stream().filter(clip -> !isHeld(clip.group(), share)).toList(),
                clips.stream().filter(clip -> isHeld(clip.group(), share)).toList());
    }

    /** How many classes there are to learn. */
    long classes() {
        return training.stream().map(StoredClip::label).distinct().count();
    }

    private static boolean isHeld(String group, double share) {
        CRC32 hash = new CRC32();
        hash.update(group.getBytes(StandardCharsets.UTF_8));
        return hash.getValue() < share * (1L << 32);
    }
}
