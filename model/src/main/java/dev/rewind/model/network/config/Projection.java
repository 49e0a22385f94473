package dev.rewind.model.network.config;

/**
 * How tokens become queries, keys and values.
 *
 * @param separate three projections {@code q}, {@code k}, {@code v}, instead of one {@code qkv}
 * @param bias whether they have a bias
 */
public record Projection(boolean separate, boolean bias) {}
