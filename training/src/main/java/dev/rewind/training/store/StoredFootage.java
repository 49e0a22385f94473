package dev.rewind.training.store;

import dev.rewind.training.clips.Footage;

/**
 * In what size clips are kept. A clip's side of the split is fixed, so that each is kept in one size only.
 *
 * @param training of clips to learn from: larger than the network's frames where the recipe zooms in
 * @param held of clips to measure with: as live streams are served
 */
public record StoredFootage(Footage training, Footage held) {
    Footage of(boolean isHeld) {
        return isHeld ? held : training;
    }
}
