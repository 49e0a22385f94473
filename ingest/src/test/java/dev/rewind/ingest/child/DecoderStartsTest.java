package dev.rewind.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.decode.SourceException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class DecoderStartsTest {
    private final DecoderStarts starts = new DecoderStarts(2);

    @Test
    void twoStartAtOnceAndNeverThree() {
        CyclicBarrier pairs = new CyclicBarrier(2);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();

        List<CompletableFuture<Integer>> ready = IntStream.range(0, 20)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> starts.inTurn(() -> {
                            most.accumulateAndGet(now.incrementAndGet(), Math::max);
                            meet(pairs);
                            now.decrementAndGet();
                            return i;
                        }),
                        DecoderStartsTest::inBackground))
                .toList();

        assertThat(ready.stream()
                        .map(start -> start.orTimeout(20, TimeUnit.SECONDS).join()))
                .hasSize(20);
        assertThat(most).hasValue(2);
    }

    @Test
    void aFailedStartGivesItsTurnBack() {
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> starts.inTurn(() -> {
                        throw new SourceException("no video");
                    }))
                    .hasMessage("no video");
        }
        assertThat(starts.<String>inTurn(() -> "ready")).isEqualTo("ready");
    }

    @Test
    void anInterruptEndsTheWait() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> starts.inTurn(() -> "ready")).isInstanceOf(SourceException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    private static void inBackground(Runnable start) {
        Thread thread = new Thread(start);
        thread.setDaemon(true);
        thread.start();
    }

    private static void meet(CyclicBarrier pairs) {
        try {
            pairs.await(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("there were no two at once", e);
        }
    }
}
