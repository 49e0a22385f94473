package dev.rewind.model.bench.memory;

import java.util.List;

/**
 * How long a clip can be trained on within so much memory above the ready model, one clip a step. Longer clips than those
 * measured lie on a straight line through them.
 *
 * @param setting what was measured on what
 * @param limitBytes the memory
 * @param byFrames what was measured, by frames of the clip
 * @param reversible what follows from it
 * @param ordinary the same for the ordinary mode
 * @param timesOrdinary how many times as long the reversible mode's clip is
 */
public record LargestClip(
        Setting setting,
        long limitBytes,
        List<Peaks> byFrames,
        Reach reversible,
        Reach ordinary,
        double timesOrdinary) {
    public LargestClip {
        byFrames = List.copyOf(byFrames);
    }

    /**
     * How far a mode reaches.
     *
     * @param frames of the longest clip; 0 where none fits
     * @param bytesPerFrame how steep the line is
     * @param largestMissBytes how far the line misses what was measured, at most
     */
    public record Reach(int frames, long bytesPerFrame, long largestMissBytes) {}
}
