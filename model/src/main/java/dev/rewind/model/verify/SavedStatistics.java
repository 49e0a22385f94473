package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Statistics and a few values of every tensor, as {@code case.json} holds them. */
final class SavedStatistics implements Expectation {
    /** Ordinary autograd is the truth that the published reversible backward pass is measured against, too. */
    private static final String GRADIENTS = "grads_vanilla";

    private final CaseNode description;
    private final Set<String> parameters;

    SavedStatistics(CaseNode description) {
        this.description = description;
        this.parameters = description.has(GRADIENTS)
                ? description.get(GRADIENTS).keys().collect(Collectors.toUnmodifiableSet())
                : Set.of();
    }

    @Override
    public Deviation activation(String name, NDArray actual) {
        CaseNode saved = description.get("stats").get(name);
        double largest = Math.max(
                Math.abs(saved.get("min").number()), Math.abs(saved.get("max").number()));
        double scale = TOLERANCE * largest;
        NDArray flat = actual.flatten();
        long size = flat.size();
        NDArray mean = flat.mean();
        double std = Math.sqrt(flat.sub(mean).square().mean().getFloat());
        return figure(name, saved, "mean", mean.getFloat(), scale)
                .worseOf(figure(name, saved, "std", std, scale))
                .worseOf(figure(name, saved, "min", flat.min().getFloat(), scale))
                .worseOf(figure(name, saved, "max", flat.max().getFloat(), scale))
                .worseOf(values(name, saved.get("first16"), flat.get("0:" + Math.min(16, size)), scale))
                .worseOf(values(name, saved.get("last4"), flat.get((size - Math.min(4, size)) + ":"), scale));
    }

    @Override
    public Deviation logits(NDArray actual) {
        CaseNode saved = description.get("logits");
        return IntStream.range(0, Math.toIntExact(actual.getShape().get(0)))
                .mapToObj(i -> values("logits", saved.at(i), actual.get(i), TOLERANCE))
                .reduce(Deviation::worseOf)
                .orElseThrow();
    }

    @Override
    public Deviation loss(double actual) {
        return figure("loss", description, "loss_vanilla", actual, TOLERANCE);
    }

    @Override
    public Set<String> gradients() {
        return parameters;
    }

    @Override
    public Deviation gradient(String parameter, NDArray actual) {
        CaseNode saved = description.get(GRADIENTS).get(parameter);
        NDArray flat = actual.flatten();
        double largest = flat.abs().max().getFloat();
        if (RoundingNoise.is(parameter, parameters)) {
            return figure(parameter, saved, "max_abs", largest, NOISE);
        }
        double length = Math.sqrt(flat.square().sum().getFloat());
        double sum = flat.abs().sum().getFloat();
        double scale = TOLERANCE * saved.get("max_abs").number();
        return figure(parameter, saved, "max_abs", largest, scale)
                .worseOf(share(parameter, saved, "l2", length))
                .worseOf(share(parameter, saved, "abs_sum", sum))
                .worseOf(values(parameter, saved.get("first4"), flat.get("0:" + Math.min(4, flat.size())), scale));
    }

    /** Compares a figure by its own size. */
    private static Deviation share(String name, CaseNode saved, String figure, double actual) {
        return figure(name, saved, figure, actual, TOLERANCE * saved.get(figure).number());
    }

    private static Deviation figure(String name, CaseNode saved, String figure, double actual, double tolerance) {
        double error = Math.abs(actual - saved.get(figure).number());
        return new Deviation(name + " (" + figure + ")", error, tolerance);
    }

    private static Deviation values(String name, CaseNode saved, NDArray actual, double tolerance) {
        float[] values = actual.toFloatArray();
        List<CaseNode> expected = saved.items();
        if (expected.size() != values.length) {
            throw new CaseException(
                    name + " has " + values.length + " values here, but the case gives " + expected.size());
        }
        double worst = IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i] - expected.get(i).number()))
                .reduce(0, Math::max);
        return new Deviation(name, worst, tolerance);
    }
}
