package dev.rewind.training.watch;

/**
 * When people's labels bring the previous model back.
 *
 * @param fewest labels of the live model that people confirmed or corrected, before they say anything
 * @param significance how unlikely their disagreement must be by chance, in (0, 1)
 */
public record RollbackSettings(int fewest, double significance) {
    public RollbackSettings {
        if (fewest < 1 || !(significance > 0 && significance < 1)) {
            throw new IllegalArgumentException("a rollback needs one label at least and a significance between 0 and 1,"
                    + " but was given " + fewest + " and " + significance);
        }
    }

    /** 10 labels, one in a hundred. */
    public static RollbackSettings usual() {
        return new RollbackSettings(10, 0.01);
    }
}
