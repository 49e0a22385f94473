package dev.rewind.topics.models;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Objects;

/**
 * Where a model stands, since when and why.
 *
 * @param state of its life
 * @param since when it came to it
 * @param reason one sentence for a person
 * @param replaced the version that it took over from when it became live, which a rollback brings back; null if none
 * @param forced whether a person wants it live although it knows fewer classes or is slower than allowed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Standing(ModelRecord.State state, Instant since, String reason, String replaced, boolean forced) {
    public Standing {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(reason, "reason");
    }

    /** A standing that replaces no other model and that nobody forced. */
    public static Standing of(ModelRecord.State state, Instant since, String reason) {
        return new Standing(state, since, reason, null, false);
    }
}
