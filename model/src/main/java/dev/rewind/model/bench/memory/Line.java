package dev.rewind.model.bench.memory;

import java.util.List;
import java.util.function.ToLongFunction;

/** A straight line that misses measured memory least, in the sense of least squares. */
record Line(double intercept, double slope) {
    /**
     * The line through a mode's peaks.
     *
     * @param peaks of two sizes at least
     */
    static Line through(List<Peaks> peaks, ToLongFunction<Peaks> bytes) {
        double meanSize = peaks.stream().mapToInt(Peaks::size).average().orElseThrow();
        double meanBytes = peaks.stream().mapToLong(bytes).average().orElseThrow();
        double together = 0;
        double spread = 0;
        for (Peaks peak : peaks) {
            together += (peak.size() - meanSize) * (bytes.applyAsLong(peak) - meanBytes);
            spread += (peak.size() - meanSize) * (peak.size() - meanSize);
        }
        double slope = together / spread;
        return new Line(meanBytes - slope * meanSize, slope);
    }

    double at(double size) {
        return intercept + slope * size;
    }

    /** The size at which it comes to so many bytes. */
    double sizeAt(double bytes) {
        return (bytes - intercept) / slope;
    }
}
