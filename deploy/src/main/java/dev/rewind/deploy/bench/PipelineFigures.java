package dev.rewind.deploy.bench;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What goes through the pipeline, from frames on the broker to committed labels.
 *
 * @param clipsPerSecond labels committed while there is always more to do
 * @param bareClipsPerSecond of the same model on the same batches, alone in the process
 * @param ratio of the two
 * @param p50Ms from the last frame's record that is sent to the label that is read, at a steady rate; half are faster
 * @param p99Ms likewise; one of a hundred is slower
 * @param batchFill clips of a batch while there is always more to do
 * @param saturated the run with the median ratio
 * @param paced the run with the median of the latencies' 99th percentiles
 */
record PipelineFigures(
        double clipsPerSecond,
        double bareClipsPerSecond,
        double ratio,
        double p50Ms,
        double p99Ms,
        double batchFill,
        Saturated saturated,
        Paced paced) {
    /** Everything that is to be done lies on the broker at the beginning. */
    record Saturated(double clipsPerSecond, double bareClipsPerSecond, double ratio, Work work) {}

    /**
     * Frames come at a steady rate.
     *
     * @param clipsPerSecond labels that were read a second
     * @param modelMs a batch's time in the model
     */
    record Paced(double clipsPerSecond, double modelMs, double p50Ms, double p99Ms, double maxMs, Work work) {
        static Paced of(double clipsPerSecond, double[] millis, Work work) {
            double[] sorted = millis.clone();
            Arrays.sort(sorted);
            return new Paced(
                    clipsPerSecond,
                    1000 * work.computeSeconds / work.batches,
                    percentile(sorted, 50),
                    percentile(sorted, 99),
                    percentile(sorted, 100),
                    work);
        }

        private static double percentile(double[] sorted, int percent) {
            return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
        }
    }

    /**
     * Where the time went while it was measured. Decoding and computing overlap as far as their seconds together exceed
     * the clock's.
     *
     * @param batchFill clips of a batch
     * @param wallSeconds by the clock
     * @param computeSeconds in which the model computed
     * @param decodeSeconds of CPU that the stream threads took, which decode frames, cut clips and commit
     * @param modelBusy share of the time in which the model computed
     * @param cpuSeconds of this process, model and readers included
     * @param brokerCpuSeconds of the broker's process; 0 where the system does not tell
     */
    record Work(
            long clips,
            long batches,
            double batchFill,
            double wallSeconds,
            double computeSeconds,
            double decodeSeconds,
            double modelBusy,
            double cpuSeconds,
            double brokerCpuSeconds) {}

    static PipelineFigures of(List<Saturated> saturated, List<Paced> paced) {
        Saturated full = median(saturated, Comparator.comparingDouble(Saturated::ratio));
        Paced steady = median(paced, Comparator.comparingDouble(Paced::p99Ms));
        return new PipelineFigures(
                full.clipsPerSecond(),
                full.bareClipsPerSecond(),
                full.ratio(),
                steady.p50Ms(),
                steady.p99Ms(),
                full.work().batchFill(),
                full,
                steady);
    }

    private static <T> T median(List<T> runs, Comparator<T> order) {
        List<T> sorted = runs.stream().sorted(order).toList();
        return sorted.get(sorted.size() / 2);
    }
}
