package dev.rewind.model.bench.memory;

import java.util.List;

/**
 * How the memory of training grows with the batch and with depth.
 *
 * @param setting what was measured on what
 * @param byBatch the network's steps, by clips of the batch
 * @param published what others say of them
 * @param depthModel the network whose depth was changed: the same, or one that has a single width
 * @param byDepth its steps of one clip or image, by layers
 */
public record MemoryFigures(
        Setting setting, List<Peaks> byBatch, List<PublishedMemory> published, String depthModel, List<Peaks> byDepth) {
    public MemoryFigures {
        byBatch = List.copyOf(byBatch);
        published = List.copyOf(published);
        byDepth = List.copyOf(byDepth);
    }
}
