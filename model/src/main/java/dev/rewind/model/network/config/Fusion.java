package dev.rewind.model.network.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Objects;

/**
 * How the two streams of a reversible network become one, under the names of the published configs.
 *
 * @param mode the operation
 * @param multiple of {@code concat_linear} alone: hidden width of its MLP as a multiple of the concatenated width; 1 elsewhere
 */
public record Fusion(Mode mode, double multiple) {
    private static final String CONCAT_LINEAR = "concat_linear";

    /** The operations. */
    public enum Mode {
        /** Mean of both streams. */
        AVG,
        /** Sum of both streams. */
        ADD,
        /** The larger of each pair of values. */
        MAX,
        /** The smaller of each pair of values. */
        MIN,
        /** Both streams side by side, twice as wide. */
        CONCAT,
        /** As {@link #CONCAT}, and an MLP as its residual: x + fc2(GELU(fc1(x))). */
        CONCAT_LINEAR
    }

    public Fusion {
        Objects.requireNonNull(mode, "mode");
        if (!(multiple > 0) || (mode != Mode.CONCAT_LINEAR && multiple != 1)) {
            throw new IllegalArgumentException("only concat_linear has a multiple, above 0, but " + mode + " was given "
                    + multiple + "; write it as concat_linear_2");
        }
    }

    /** A fusion without parameters. */
    public Fusion(Mode mode) {
        this(mode, 1);
    }

    /**
     * Reads a published name: {@code avg}, {@code add}, {@code max}, {@code min}, {@code concat}, {@code concat_linear},
     * {@code concat_linear_2}, ...
     *
     * @throws IllegalArgumentException if it is none of these
     */
    @JsonCreator
    public static Fusion of(String name) {
        try {
            return name.startsWith(CONCAT_LINEAR + "_")
                    ? new Fusion(Mode.CONCAT_LINEAR, Double.parseDouble(name.substring(CONCAT_LINEAR.length() + 1)))
                    : new Fusion(Mode.valueOf(name.toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "there is no fusion '" + name + "'; choose avg, add, max, min, concat or concat_linear_M", e);
        }
    }

    /** Whether the result is as wide as both streams together. */
    public boolean keepsBothWidths() {
        return mode == Mode.CONCAT || mode == Mode.CONCAT_LINEAR;
    }

    /** Whether both streams have the same gradient. */
    public boolean isSymmetric() {
        return mode == Mode.AVG || mode == Mode.ADD;
    }

    /** The published name. */
    @JsonValue
    public String published() {
        if (mode != Mode.CONCAT_LINEAR || multiple == 1) {
            return mode.name().toLowerCase(Locale.ROOT);
        }
        return CONCAT_LINEAR + "_" + (multiple == Math.rint(multiple) ? String.valueOf((long) multiple) : multiple);
    }
}
