package dev.rewind.inference.overload;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What to do when more clips come than can be scored.
 *
 * @param policy what becomes of them
 * @param behindAfter how old the newest record of a partition is when it is read, or how long a clip waits, until that
 *     counts as being behind
 * @param priorities which streams are left out last
 * @param thinModel the cheaper model of {@link OverloadPolicy#THIN}: a folder, or a version of the topic {@code models}
 */
public record OverloadSettings(
        OverloadPolicy policy, Duration behindAfter, Priorities priorities, Optional<String> thinModel) {
    public OverloadSettings {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(priorities, "priorities");
        Objects.requireNonNull(thinModel, "thinModel");
        if (behindAfter.toMillis() < 1) {
            throw new IllegalArgumentException("behindAfter must be at least 1 ms, but is " + behindAfter);
        }
        if (thinModel.isPresent() != (policy == OverloadPolicy.THIN)) {
            throw new IllegalArgumentException("a thin model and the policy 'thin' go together, but the policy is '"
                    + policy.word() + "' and the model "
                    + thinModel.map(model -> "'" + model + "'").orElse("not given"));
        }
    }

    /** Frames wait on the broker; 2 s are behind. */
    public static OverloadSettings defaults() {
        return new OverloadSettings(OverloadPolicy.WAIT, Duration.ofSeconds(2), Priorities.none(), Optional.empty());
    }

    /** How long a clip of a stream may wait before it is left out: each step of priority doubles it. */
    long limitMillis(String stream) {
        return (behindAfter.toMillis() << priorities.of(stream)) / 2;
    }
}
