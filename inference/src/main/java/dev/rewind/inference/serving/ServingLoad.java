package dev.rewind.inference.serving;

import java.util.List;

/**
 * How busy the model is.
 *
 * @param queued clips that wait for it now
 * @param capacity how many may wait
 * @param maxBatch clips that a batch may hold
 * @param devices what each device did since the start
 */
public record ServingLoad(int queued, int capacity, int maxBatch, List<Device> devices) {
    /**
     * What one device did.
     *
     * @param name such as {@code gpu:1}; two replicas on one device have one name
     * @param batches that it scored
     * @param clips in those batches
     */
    public record Device(String name, long batches, long clips) {}

    /** Batches that were scored since the start, on all devices. */
    public long batches() {
        return devices.stream().mapToLong(Device::batches).sum();
    }

    /** Clips in those batches. */
    public long clips() {
        return devices.stream().mapToLong(Device::clips).sum();
    }
}
