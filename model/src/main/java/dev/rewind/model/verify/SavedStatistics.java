package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;

/** Statistics and a few values of every tensor, as {@code case.json} holds them. */
final class SavedStatistics implements Expectation {
    private final JsonNode description;
    private final JsonNode gradients;
    private final Set<String> parameters = new LinkedHashSet<>();

    SavedStatistics(JsonNode description) {
        this.description = description;
        // Ordinary autograd is the truth that the published reversible backward pass is measured against, too.
        this.gradients = description.path("grads_vanilla");
        gradients.fieldNames().forEachRemaining(parameters::add);
    }

    @Override
    public Deviation activation(String name, NDArray actual) {
        JsonNode saved = required(required(description, "stats"), name);
        double scale = TOLERANCE
                * Math.max(
                        Math.abs(saved.get("min").asDouble()),
                        Math.abs(saved.get("max").asDouble()));
        NDArray flat = actual.flatten();
        long size = flat.size();
        NDArray mean = flat.mean();
        return new Deviation(name, 0, scale)
                .worseOf(figure(name, saved, "mean", mean.getFloat(), scale))
                .worseOf(figure(
                        name,
                        saved,
                        "std",
                        Math.sqrt(flat.sub(mean).square().mean().getFloat()),
                        scale))
                .worseOf(figure(name, saved, "min", flat.min().getFloat(), scale))
                .worseOf(figure(name, saved, "max", flat.max().getFloat(), scale))
                .worseOf(values(name, saved.get("first16"), flat.get("0:" + Math.min(16, size)), scale))
                .worseOf(values(name, saved.get("last4"), flat.get((size - Math.min(4, size)) + ":"), scale));
    }

    @Override
    public Deviation logits(NDArray actual) {
        Deviation worst = new Deviation("logits", 0, TOLERANCE);
        for (int i = 0; i < actual.getShape().get(0); i++) {
            worst = worst.worseOf(
                    values("logits", required(description, "logits").get(i), actual.get(i), TOLERANCE));
        }
        return worst;
    }

    @Override
    public Deviation loss(double actual) {
        return new Deviation(
                "loss", Math.abs(actual - required(description, "loss_vanilla").asDouble()), TOLERANCE);
    }

    @Override
    public Set<String> gradients() {
        return parameters;
    }

    @Override
    public Deviation gradient(String parameter, NDArray actual) {
        JsonNode saved = required(gradients, parameter);
        NDArray flat = actual.flatten();
        double largest = flat.abs().max().getFloat();
        if (Expectation.isNoise(parameter, parameters)) {
            return new Deviation(
                    parameter, Math.abs(largest - saved.get("max_abs").asDouble()), NOISE);
        }
        double scale = TOLERANCE * saved.get("max_abs").asDouble();
        double length = Math.sqrt(flat.square().sum().getFloat());
        double sum = flat.abs().sum().getFloat();
        return figure(parameter, saved, "max_abs", largest, scale)
                .worseOf(figure(
                        parameter,
                        saved,
                        "l2",
                        length,
                        TOLERANCE * saved.get("l2").asDouble()))
                .worseOf(figure(
                        parameter,
                        saved,
                        "abs_sum",
                        sum,
                        TOLERANCE * saved.get("abs_sum").asDouble()))
                .worseOf(values(parameter, saved.get("first4"), flat.get("0:" + Math.min(4, flat.size())), scale));
    }

    private static Deviation figure(String name, JsonNode saved, String figure, double actual, double tolerance) {
        double error = Math.abs(actual - required(saved, figure).asDouble());
        return new Deviation(name + " (" + figure + ")", error, tolerance);
    }

    private static Deviation values(String name, JsonNode saved, NDArray actual, double tolerance) {
        float[] values = actual.toFloatArray();
        if (saved == null || saved.size() != values.length) {
            throw new CaseException(name + " has " + values.length + " values here, but the case gives "
                    + (saved == null ? "none" : saved.size()));
        }
        double worst = 0;
        for (int i = 0; i < values.length; i++) {
            double error = Math.abs(values[i] - saved.get(i).asDouble());
            worst = Double.isNaN(error) ? Double.NaN : Math.max(worst, error);
        }
        return new Deviation(name, worst, tolerance);
    }

    private static JsonNode required(JsonNode node, String key) {
        if (!node.hasNonNull(key)) {
            throw new CaseException("it has no '" + key + "'");
        }
        return node.get(key);
    }
}
