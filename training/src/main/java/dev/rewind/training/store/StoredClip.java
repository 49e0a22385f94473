package dev.rewind.training.store;

import java.nio.file.Path;

/**
 * A labelled clip at hand.
 *
 * @param id the key of its record
 * @param label its class
 * @param group clips of one group are never on both sides of the held-out split
 * @param held whether it is held out: never trained on, but measured with
 * @param file its frames, see {@link MappedFrames}
 * @param bytes of the file
 * @param partition where its record lies
 * @param offset where its record lies
 */
public record StoredClip(
        String id, String label, String group, boolean held, Path file, long bytes, int partition, long offset) {}
