package dev.rewind.model.bench.memory;

/**
 * The memory of a step of some size, above the ready model, both ways.
 *
 * @param size clips of the batch, layers, or frames of the clip
 * @param reversibleBytes without activations
 * @param ordinaryBytes with all of them
 */
public record Peaks(int size, long reversibleBytes, long ordinaryBytes) {}
