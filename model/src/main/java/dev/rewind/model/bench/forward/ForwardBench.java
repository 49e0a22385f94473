package dev.rewind.model.bench.forward;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import dev.rewind.model.Compute.Kind;
import dev.rewind.model.bench.BenchNetwork;
import dev.rewind.model.bench.forward.ForwardFigures.Side;
import dev.rewind.model.bench.timing.MatmulRate;
import dev.rewind.model.bench.timing.Spent;
import dev.rewind.model.bench.timing.Subject;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkCost;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Measures the forward pass of a network with plain and fast kernels, and products of matrices beside them: all in turn,
 * run by run, so that what else the machine does strikes them alike. Figures are medians over the runs.
 */
public final class ForwardBench {
    private static final double GIGA = 1e9;

    private final BenchNetwork measured;
    private final Network network;
    private final ForwardSettings settings;

    /** A bench of one network. */
    public ForwardBench(BenchNetwork measured, ForwardSettings settings) {
        this.measured = measured;
        this.network = measured.network();
        this.settings = settings;
    }

    /**
     * Measures; it takes so many runs of everything, and three more to warm up.
     *
     * @param progress told the number of each run that is done
     */
    public ForwardFigures run(IntConsumer progress) {
        Torch.useThreads(settings.threads());
        try (GradMode off = GradMode.off();
                NDManager manager = Torch.manager(settings.device()).newSubManager()) {
            Weights loaded = measured.weights(manager);
            NDArray input = measured.input(manager, settings.batch());
            Map<Kind, Subject> sides = new EnumMap<>(Kind.class);
            settings.kinds()
                    .forEach(kind -> sides.put(kind, new Subject(times -> {
                        for (int i = 0; i < times; i++) {
                            forward(loaded, input, kind);
                        }
                    })));
            MatmulRate.Products products = new MatmulRate.Products(manager);
            Subject.measureInTurn(
                    Stream.concat(products.subjects().stream(), sides.values().stream())
                            .toList(),
                    settings.runs(),
                    progress);
            boolean single = settings.threads() == 1 && !manager.getDevice().isGpu();
            MatmulRate matmul = products.rate(single);
            return figures(
                    manager,
                    matmul,
                    single,
                    sides,
                    settings.kinds().contains(Kind.FAST) ? compare(loaded, input) : null);
        }
    }

    private float[] forward(Weights loaded, NDArray input, Kind kind) {
        try (NDScope scope = new NDScope()) {
            Pass pass = Pass.serving(settings.compute(kind).kernels());
            return network.forward(loaded, pass, input).toFloatArray(); // reading waits for a GPU
        }
    }

    /** How far the fast kernels' logits are from the plain ones'. */
    private record Agreement(double largestLogit, double largestDifference, boolean sameTop1) {}

    private Agreement compare(Weights loaded, NDArray input) {
        float[] plain = forward(loaded, input, Kind.PLAIN);
        float[] fast = forward(loaded, input, Kind.FAST);
        double largest = 0;
        double difference = 0;
        for (int i = 0; i < plain.length; i++) {
            largest = Math.max(largest, Math.abs(plain[i]));
            difference = Math.max(difference, Math.abs(plain[i] - fast[i]));
        }
        boolean same = IntStream.range(0, settings.batch()).allMatch(clip -> first(plain, clip) == first(fast, clip));
        return new Agreement(largest, difference, same);
    }

    /** The class with the largest logit of a clip. */
    private int first(float[] logits, int clip) {
        int classes = network.config().classes();
        return IntStream.range(0, classes)
                .reduce((best, i) -> logits[clip * classes + i] > logits[clip * classes + best] ? i : best)
                .orElseThrow();
    }

    private ForwardFigures figures(
            NDManager manager, MatmulRate matmul, boolean single, Map<Kind, Subject> sides, Agreement agreement) {
        return new ForwardFigures(
                measured.name(),
                settings.batch(),
                settings.threads(),
                Torch.nameOf(manager.getDevice()),
                settings.dtype().name().toLowerCase(Locale.ROOT),
                "PyTorch " + Torch.version(),
                matmul,
                gflop(),
                side(sides.get(Kind.PLAIN), Dtype.FP32, matmul, single),
                side(sides.get(Kind.FAST), settings.dtype(), matmul, single),
                agreement == null ? null : agreement.largestLogit(),
                agreement == null ? null : agreement.largestDifference(),
                agreement == null ? null : agreement.sameTop1());
    }

    private Side side(Subject forward, Dtype dtype, MatmulRate matmul, boolean single) {
        if (forward == null) {
            return null;
        }
        Spent once = forward.once();
        double rate = gflop() / once.working(single);
        return new Side(once.seconds(), once.cpuSeconds(), rate, rate / matmul.of(dtype), matmul.fp32() / rate);
    }

    private double gflop() {
        return settings.batch() * (NetworkCost.of(network.config()).flop() / GIGA);
    }
}
