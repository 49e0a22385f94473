package dev.rewind.training.checkpoint;

import java.time.Duration;
import java.util.Objects;

/** How often a training keeps itself. */
public sealed interface CheckpointInterval {
    /**
     * Whether it is time, after a step.
     *
     * @param sinceLast time since the last checkpoint, or since the training began
     * @param epochs epochs done
     * @param epochEnded whether the step was an epoch's last
     */
    boolean isDue(Duration sinceLast, long epochs, boolean epochEnded);

    /** After the step that ends such a time. */
    record Every(Duration time) implements CheckpointInterval {
        public Every {
            Objects.requireNonNull(time, "time");
            if (time.isNegative()) {
                throw new IllegalArgumentException("the time between checkpoints cannot be negative, but was " + time);
            }
        }

        @Override
        public boolean isDue(Duration sinceLast, long epochs, boolean epochEnded) {
            return sinceLast.compareTo(time) >= 0;
        }
    }

    /** After so many epochs each. */
    record Epochs(int count) implements CheckpointInterval {
        public Epochs {
            if (count < 1) {
                throw new IllegalArgumentException("checkpoints are at least an epoch apart, but count was " + count);
            }
        }

        @Override
        public boolean isDue(Duration sinceLast, long epochs, boolean epochEnded) {
            return epochEnded && epochs % count == 0;
        }
    }

    /** Not at all. */
    record Never() implements CheckpointInterval {
        @Override
        public boolean isDue(Duration sinceLast, long epochs, boolean epochEnded) {
            return false;
        }
    }
}
