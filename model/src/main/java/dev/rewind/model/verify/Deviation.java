package dev.rewind.model.verify;

/**
 * How far something is from what it should be.
 *
 * @param what its name, such as {@code block3.X2}
 * @param error the largest absolute error; NaN where a value is no number
 * @param tolerance what the error may be
 */
public record Deviation(String what, double error, double tolerance) {
    /** The error over its tolerance: at most 1 where it holds; infinite for what is no number. */
    public double share() {
        if (error == 0) {
            return 0;
        }
        double share = tolerance > 0 ? error / tolerance : Double.POSITIVE_INFINITY;
        return Double.isNaN(share) ? Double.POSITIVE_INFINITY : share;
    }

    /** Whether it is close enough. */
    public boolean holds() {
        return share() <= 1;
    }

    /** The one that is further off, by its own tolerance. */
    Deviation worseOf(Deviation other) {
        return other.share() > share() ? other : this;
    }
}
