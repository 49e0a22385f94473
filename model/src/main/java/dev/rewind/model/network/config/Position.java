package dev.rewind.model.network.config;

/** How tokens learn where they lie. */
public enum Position {
    /** Nothing is added. */
    NONE,
    /** One vector for each place in a frame plus one for each time. */
    SEPARABLE,
    /** One vector for each token. */
    FULL
}
