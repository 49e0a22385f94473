package dev.rewind.training;

/** The loss or its gradients are no numbers any more; nothing of the training can be used. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingDivergedException(String figure, long step, float value) {
        super("the training diverged: the " + figure + " of step " + step + " is " + value
                + "; try a lower --learning-rate");
    }
}
