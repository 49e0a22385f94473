package dev.rewind.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class StopSignalTest {
    private final StopSignal stop = new StopSignal();

    @Test
    void wakesAReadThatWaitsAndLeavesNoInterruptBehind() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CompletableFuture<Boolean> interruptedLater = CompletableFuture.supplyAsync(() -> {
            stop.interrupting(() -> waitForever(reading));
            return Thread.currentThread().isInterrupted();
        });
        reading.await();

        stop.give();

        assertThat(interruptedLater.get()).isFalse();
    }

    @Test
    void wakesAReadThatBeginsLater() {
        stop.give();

        assertThat(stop.interrupting(() -> waitForever(new CountDownLatch(1)))).isEqualTo("interrupted");
    }

    @Test
    void endsAPause() {
        stop.give();

        assertThat(stop.isGivenWithin(Duration.ofDays(1))).isTrue();
    }

    @Test
    void neverInterruptsWhatIsNotARead() {
        stop.interrupting(() -> "one read");

        stop.give();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private static String waitForever(CountDownLatch begun) {
        begun.countDown();
        try {
            new CountDownLatch(1).await();
            return "woke by itself";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "interrupted";
        }
    }
}
