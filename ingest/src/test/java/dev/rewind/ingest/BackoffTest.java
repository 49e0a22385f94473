package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void growsToHalfAMinuteAndLeavesAtMostHalfToChance() {
        Backoff backoff = new Backoff(new SplittableRandom(1));

        for (long most : List.of(1, 2, 4, 8, 16, 30, 30)) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(most * 500), Duration.ofMillis(most * 1000));
        }
    }

    @Test
    void differsFromStreamToStream() {
        assertThat(LongStream.range(0, 100)
                        .map(seed ->
                                new Backoff(new SplittableRandom(seed)).next().toMillis())
                        .distinct()
                        .count())
                .isGreaterThan(50);
    }

    @Test
    void beginsAnewAfterSomethingWentWell() {
        Backoff backoff = new Backoff(new SplittableRandom(1));
        for (int i = 0; i < 9; i++) {
            backoff.next();
        }

        backoff.reset();

        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
