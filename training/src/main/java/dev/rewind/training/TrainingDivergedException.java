package dev.rewind.training;

/** The loss is no number any more; nothing of the training can be used. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TrainingDivergedException(long step, float loss) {
        super("the training diverged: the loss of step " + step + " is " + loss + "; try a lower --learning-rate");
    }
}
