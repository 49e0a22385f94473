package dev.rewind.model.bench.step;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.rewind.model.bench.timing.MatmulRate;
import dev.rewind.model.network.Drift;
import java.util.List;

/**
 * What a step of training takes.
 *
 * @param model the network's name
 * @param input frames, height and width of a clip
 * @param depth its layers
 * @param training how it was trained
 * @param device such as {@code cpu}
 * @param engine such as {@code PyTorch 2.7.1}
 * @param java such as {@code 17.0.9}
 * @param matmulGflops what the machine multiplied matrices at, in turn with the steps
 * @param gflopPerStep operations of a step of the whole batch, in thousand millions: three forward passes, four in the
 *     reversible mode
 * @param peakBytes memory at its peak above the ready model; null where it cannot be measured
 * @param bytesPerSample how much more that is with one clip more; null where it cannot be measured
 * @param seconds of a step, by the clock
 * @param cpuSeconds of a step, of all threads of the process
 * @param matmulShare the time of as many operations at the matmul rate in the same number format, as a share of the
 *     step's: of its CPU seconds with a single thread, of the clock's with several or on a GPU
 * @param idealRatio the step's time, taken the same way, over that of as many operations at the matmul rate in 32 bits
 * @param gradientError the largest difference to ordinary autograd in 32 bits in any tensor, over the tensor's largest
 *     gradient
 * @param drift how far the input that the walk rebuilds is from the true one, block by block, the last one first; only of
 *     runs of several blocks
 * @param measured how, in words
 */
public record StepFigures(
        String model,
        String input,
        int depth,
        @JsonUnwrapped Training training,
        String device,
        String engine,
        String java,
        MatmulRate matmulGflops,
        double gflopPerStep,
        Long peakBytes,
        Long bytesPerSample,
        double seconds,
        double cpuSeconds,
        double matmulShare,
        double idealRatio,
        double gradientError,
        List<Drift.Block> drift,
        Method measured) {
    /**
     * How a step was trained.
     *
     * @param mode {@code reversible} or {@code ordinary}
     * @param dtype number format of the products
     * @param batch clips of a step
     * @param slice clips that a layer takes at a time; null for as many as are fastest, and in the ordinary mode
     * @param streams {@code float} or {@code fixed}; null in the ordinary mode
     * @param threads of one operation
     */
    public record Training(String mode, String dtype, int batch, Integer slice, String streams, int threads) {}

    /**
     * How figures were measured.
     *
     * @param memory the peak
     * @param time seconds and rates
     * @param gradients their error
     */
    public record Method(String memory, String time, String gradients) {
        static Method of(StepPeak peak, StepSettings settings) {
            return new Method(
                    peak.method(),
                    "fresh process, the system's malloc settings; median of " + settings.runs()
                            + (settings.runs() == 1 ? " run" : " runs") + " after two to warm up, in turn with products"
                            + " of 1024 x 1024 matrices",
                    "against ordinary autograd in fp32, clip by clip; parameters whose gradient is zero in exact"
                            + " arithmetic left out");
        }
    }
}
