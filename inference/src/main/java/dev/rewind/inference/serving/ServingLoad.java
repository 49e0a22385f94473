package dev.rewind.inference.serving;

/**
 * How busy the model is.
 *
 * @param queued clips that wait for it now
 * @param capacity how many may wait
 * @param maxBatch clips that a batch may hold
 * @param batches that were scored since the start
 * @param clips in those batches
 */
public record ServingLoad(int queued, int capacity, int maxBatch, long batches, long clips) {}
