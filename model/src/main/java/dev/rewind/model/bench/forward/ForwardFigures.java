package dev.rewind.model.bench.forward;

import dev.rewind.model.bench.timing.MatmulRate;

/**
 * How fast the forward pass of a network is, beside what the machine can do.
 *
 * @param model its name
 * @param batch clips of one forward pass
 * @param threads of one operation
 * @param device such as {@code cpu}
 * @param dtype number format of the fast kernels
 * @param engine such as {@code PyTorch 2.7.1}
 * @param matmulGflops what the machine multiplies matrices at, in thousand million operations a second
 * @param gflopPerForward operations of one forward pass of the whole batch, in thousand millions
 * @param plain the plain kernels; null where they were not measured
 * @param fast the fast kernels; null where they were not measured
 * @param largestLogit of the plain kernels; null where the fast ones were not measured
 * @param largestLogitDifference between the fast kernels and the plain ones; null where the fast ones were not measured
 * @param sameTop1 whether both have the same first class for every clip; null where the fast ones were not measured
 */
public record ForwardFigures(
        String model,
        int batch,
        int threads,
        String device,
        String dtype,
        String engine,
        MatmulRate matmulGflops,
        double gflopPerForward,
        Side plain,
        Side fast,
        Double largestLogit,
        Double largestLogitDifference,
        Boolean sameTop1) {

    /**
     * One kind of kernels.
     *
     * @param seconds of one forward pass, by the clock
     * @param cpuSeconds of one forward pass, of all threads of the process
     * @param gflops its rate: over the CPU seconds of a single thread, over the clock's of several or of a GPU
     * @param matmulShare that rate as a share of the matmul rate in the same number format
     * @param idealRatio the time of that rate over that of as many operations at the matmul rate in 32 bits
     */
    public record Side(double seconds, double cpuSeconds, double gflops, double matmulShare, double idealRatio) {}
}
