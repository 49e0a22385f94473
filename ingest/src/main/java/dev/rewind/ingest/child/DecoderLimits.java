package dev.rewind.ingest.child;

import java.time.Duration;

/**
 * What a decoder process may take before it is killed.
 *
 * @param start the longest wait until it is ready, on a machine that is busy
 * @param grace what it may take beyond the time that a source may be silent: it knows better why, and may say so itself
 * @param memoryBytes of resident memory
 * @param cpu processor time without a message
 * @param messageBytes of one message; a JPEG is the largest
 */
public record DecoderLimits(Duration start, Duration grace, long memoryBytes, Duration cpu, int messageBytes) {
    public DecoderLimits {
        if (start.isNegative() || grace.isNegative() || cpu.isNegative() || memoryBytes < 1 || messageBytes < 1) {
            throw new IllegalArgumentException("a decoder's limits must be positive, but were " + start + ", " + grace
                    + ", " + memoryBytes + " bytes, " + cpu + " and " + messageBytes + " bytes");
        }
    }

    /** Enough for 8K pictures of every codec. */
    public static DecoderLimits defaults() {
        return new DecoderLimits(
                Duration.ofSeconds(30), Duration.ofMillis(500), 2L << 30, Duration.ofSeconds(60), 16 << 20);
    }

    /** The same, with so much memory. */
    public DecoderLimits withMemory(long bytes) {
        return new DecoderLimits(start, grace, bytes, cpu, messageBytes);
    }
}
