package dev.rewind.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import java.util.Objects;

/**
 * Whether what the console shows is current.
 *
 * @param status UP while the broker answers and holds every topic the console reads
 * @param reason why it is down, and what to do; null while it is up
 * @param unreadable how many records of each topic were skipped because they could not be read
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record Health(Status status, String reason, Map<String, Long> unreadable) {
    enum Status {
        UP,
        DOWN
    }

    Health {
        Objects.requireNonNull(status, "status");
        unreadable = Map.copyOf(unreadable);
    }

    static Health up(Map<String, Long> unreadable) {
        return new Health(Status.UP, null, unreadable);
    }

    static Health down(String reason, Map<String, Long> unreadable) {
        return new Health(Status.DOWN, reason, unreadable);
    }
}
