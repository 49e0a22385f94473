package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.model.ModelManifest;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveModelTest {
    private static final List<QueuedClip> BATCH = List.of(QueuedClip.whole(new byte[4]));

    @Test
    void shouldLetNoDeviceBeginWithTheNextModelWhileAnotherComputesWithTheOldOne() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        FunctionModel busy = new FunctionModel(BrightnessModel.MANIFEST, batch -> {
            begun.countDown();
            await(go);
            return scores(batch);
        });
        LiveModel live = new LiveModel(new Replicas(List.of(model(BrightnessModel.MANIFEST), busy)));
        Thread running = started(() -> live.slots().get(1).score(BATCH));
        await(begun);
        Thread exchange = started(
                () -> live.exchange(new Replicas(List.of(model(BrightnessModel.NEXT), model(BrightnessModel.NEXT)))));
        settle(exchange);

        AtomicReference<ScoredBatch> later = new AtomicReference<>();
        Thread idle = started(() -> later.set(live.first().score(BATCH)));
        settle(idle);
        Thread.State meanwhile = idle.getState();
        go.countDown();
        for (Thread thread : List.of(running, exchange, idle)) {
            thread.join();
        }

        assertThat(meanwhile).as("the idle device").isEqualTo(Thread.State.WAITING);
        assertThat(later.get().model()).isEqualTo(BrightnessModel.NEXT);
    }

    private static FunctionModel model(ModelManifest manifest) {
        return new FunctionModel(manifest, LiveModelTest::scores);
    }

    private static List<float[]> scores(List<byte[]> batch) {
        return batch.stream().map(clip -> new float[] {1}).toList();
    }

    private static Thread started(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Until it waits for something, or is done. */
    private static void settle(Thread thread) {
        while (thread.isAlive() && thread.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
