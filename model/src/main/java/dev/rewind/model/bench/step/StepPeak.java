package dev.rewind.model.bench.step;

/**
 * The memory that a step takes.
 *
 * @param bytes at its peak, above the ready model and its input; null where it cannot be measured
 * @param device that it ran on, such as {@code cpu}
 * @param engine such as {@code PyTorch 2.7.1}
 * @param method how it was measured, in words; why not, where it cannot be
 */
public record StepPeak(Long bytes, String device, String engine, String method) {}
