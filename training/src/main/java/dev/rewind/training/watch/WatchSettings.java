package dev.rewind.training.watch;

import java.util.Objects;

/**
 * What becomes of models after the gate.
 *
 * @param shadow how long they label beside the live one
 * @param rollback when people's labels bring the previous one back
 * @param keep so many models that do not serve are kept, with their weights; older ones are removed, but never the live
 *     one, its shadow, or the one it replaced
 */
public record WatchSettings(ShadowSettings shadow, RollbackSettings rollback, int keep) {
    public WatchSettings {
        Objects.requireNonNull(shadow, "shadow");
        Objects.requireNonNull(rollback, "rollback");
        if (keep < 0) {
            throw new IllegalArgumentException("models to keep must be 0 or more, but were " + keep);
        }
    }

    /** The usual shadow time and rollback; five models kept. */
    public static WatchSettings usual() {
        return new WatchSettings(ShadowSettings.usual(), RollbackSettings.usual(), 5);
    }
}
