package dev.rewind.inference.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.inference.BrightnessModel;
import dev.rewind.model.ModelManifest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BatcherTest {
    private static final Duration FOREVER = Duration.ofHours(1);

    private final List<Integer> batches = new CopyOnWriteArrayList<>();

    @Test
    void shouldGiveEveryThreadTheScoresOfItsOwnClips() throws Exception {
        int threads = 8;
        int clips = 200;
        AtomicInteger users = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try (Batcher batcher = batcher(
                batch -> {
                    assertThat(users.incrementAndGet()).isEqualTo(1);
                    List<float[]> rows = echo(batch);
                    users.decrementAndGet();
                    return rows;
                },
                5,
                Duration.ofMillis(1))) {
            List<Callable<Void>> work = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int first = thread * clips;
                work.add(() -> {
                    List<CompletableFuture<Scores>> scores = new ArrayList<>();
                    for (int i = 0; i < clips; i++) {
                        scores.add(batcher.submit(clip(first + i)));
                    }
                    for (int i = 0; i < clips; i++) {
                        assertThat(scores.get(i).get().clip().probabilities()).containsExactly(first + i);
                    }
                    return null;
                });
            }
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(batches.stream().mapToInt(Integer::intValue).sum()).isEqualTo(threads * clips);
        assertThat(batches).allMatch(size -> size <= 5);
    }

    @Test
    void shouldNotLetAClipWaitForOthersWhileTheModelIsIdle() throws Exception {
        try (Batcher batcher = batcher(this::echo, 4, FOREVER)) {
            assertThat(batcher.submit(clip(7)).get().clip().probabilities()).containsExactly(7);
        }
    }

    @Test
    void shouldFillBatchesWhileTheModelIsBusy() throws Exception {
        Semaphore turns = new Semaphore(0);
        try (Batcher batcher = batcher(waitingFor(turns), 4, FOREVER)) {
            List<CompletableFuture<Scores>> scores = new ArrayList<>();
            scores.add(batcher.submit(clip(0)));
            awaitBatches(1);
            for (int i = 1; i <= 8; i++) {
                scores.add(batcher.submit(clip(i)));
            }
            turns.release(3);
            for (int i = 0; i <= 8; i++) {
                assertThat(scores.get(i).get().clip().probabilities()).containsExactly(i);
            }
        }
        assertThat(batches).containsExactly(1, 4, 4);
    }

    @Test
    void shouldRunAPartialBatchOnceItsOldestClipHasWaitedLongEnough() throws Exception {
        Semaphore turns = new Semaphore(0);
        try (Batcher batcher = batcher(waitingFor(turns), 4, Duration.ofMillis(1))) {
            batcher.submit(clip(0));
            awaitBatches(1);
            CompletableFuture<Scores> second = batcher.submit(clip(1));
            turns.release(2);

            assertThat(second.get().clip().probabilities()).containsExactly(1);
        }
    }

    @Test
    void shouldMakeProducersWaitWhileTheQueueIsFull() throws Exception {
        Semaphore turns = new Semaphore(0);
        AtomicInteger accepted = new AtomicInteger();
        CountDownLatch queueFull = new CountDownLatch(9);
        try (Batcher batcher = batcher(waitingFor(turns), 2, Duration.ZERO)) {
            CompletableFuture<Void> producer = CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 30; i++) {
                    batcher.submit(clip(i));
                    accepted.incrementAndGet();
                    queueFull.countDown();
                }
            });
            awaitBatches(1);
            queueFull.await();
            // One or two clips are with the model and four batches of two may wait.
            assertThat(accepted.get()).isBetween(9, 10);
            assertThat(producer).isNotDone();
            turns.release(30);
            producer.get();
        }
    }

    @Test
    void shouldFailTheClipsOfABatchThatFailsAndGoOn() throws Exception {
        try (Batcher batcher = batcher(
                batch -> {
                    if (ByteBuffer.wrap(batch.get(0)).getInt() == 13) {
                        throw new IllegalStateException("out of memory on the device");
                    }
                    return echo(batch);
                },
                1,
                Duration.ZERO)) {
            CompletableFuture<Scores> bad = batcher.submit(clip(13));
            CompletableFuture<Scores> good = batcher.submit(clip(14));

            assertThatThrownBy(bad::get).hasRootCauseMessage("out of memory on the device");
            assertThat(good.get().clip().probabilities()).containsExactly(14);
        }
    }

    @Test
    void shouldFailABatchWithTooFewRows() {
        try (Batcher batcher = batcher(batch -> List.of(), 1, Duration.ZERO)) {
            assertThatThrownBy(() -> batcher.submit(clip(1)).get()).hasMessageContaining("0 rows for a batch of 1");
        }
    }

    @Test
    void shouldExchangeTheModelBetweenTwoBatches() throws Exception {
        Semaphore turns = new Semaphore(0);
        LiveModel live = live(new FunctionModel(BrightnessModel.MANIFEST, waitingFor(turns)));
        try (Batcher batcher = new Batcher(live, new ShadowModel(), 1, Duration.ZERO)) {
            CompletableFuture<Scores> running = batcher.submit(clip(1));
            awaitBatches(1);
            CompletableFuture<Scores> queued = batcher.submit(clip(2));
            Thread exchange =
                    new Thread(() -> live.exchange(replicas(new FunctionModel(BrightnessModel.NEXT, this::echo))));
            exchange.start();
            while (exchange.isAlive() && exchange.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            ModelManifest meanwhile = live.manifest();
            turns.release(2);
            assertThat(meanwhile).isEqualTo(BrightnessModel.MANIFEST);

            exchange.join();
            assertThat(running.get().model()).isEqualTo(BrightnessModel.MANIFEST);
            assertThat(queued.get().model()).isEqualTo(BrightnessModel.NEXT);
        }
    }

    @Test
    void shouldGiveEachDeviceABatchOfItsOwnAndFailOnlyTheClipsOfTheOneThatFails() throws Exception {
        Semaphore turns = new Semaphore(0);
        FunctionModel sound = new FunctionModel(BrightnessModel.MANIFEST, waitingFor(turns));
        FunctionModel failing = new FunctionModel(BrightnessModel.MANIFEST, batch -> {
            awaitTurn(batch, turns);
            throw new IllegalStateException("out of memory on the device");
        });
        LiveModel live = live(sound, failing);
        try (Batcher batcher = new Batcher(live, new ShadowModel(), 1, FOREVER)) {
            List<CompletableFuture<Scores>> scores = List.of(batcher.submit(clip(0)), batcher.submit(clip(1)));
            awaitBatches(2); // both at a time, for neither has its turn yet
            turns.release(2);

            assertThat(scores).allSatisfy(each -> each.handle((scored, failure) -> scored)
                    .orTimeout(30, TimeUnit.SECONDS)
                    .join());
            assertThat(scores)
                    .filteredOn(CompletableFuture::isCompletedExceptionally)
                    .singleElement()
                    .satisfies(failed ->
                            assertThatThrownBy(failed::get).hasRootCauseMessage("out of memory on the device"));
        }
    }

    @Test
    void shouldExchangeTheModelsOfAllDevicesEachBetweenTwoOfItsBatches() throws Exception {
        Semaphore turns = new Semaphore(0);
        FunctionModel old = new FunctionModel(BrightnessModel.MANIFEST, waitingFor(turns));
        LiveModel live = live(old, old);
        try (Batcher batcher = new Batcher(live, new ShadowModel(), 1, FOREVER)) {
            List<CompletableFuture<Scores>> running = List.of(batcher.submit(clip(0)), batcher.submit(clip(1)));
            awaitBatches(2);
            FunctionModel next = new FunctionModel(BrightnessModel.NEXT, waitingFor(turns));
            Thread exchange = new Thread(() -> live.exchange(replicas(next, next)));
            exchange.start();
            while (exchange.isAlive() && exchange.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            ModelManifest meanwhile = live.manifest();
            turns.release(2);
            exchange.join();
            List<CompletableFuture<Scores>> later = List.of(batcher.submit(clip(2)), batcher.submit(clip(3)));
            awaitBatches(4); // one on each device
            turns.release(2);

            assertThat(meanwhile).isEqualTo(BrightnessModel.MANIFEST);
            for (CompletableFuture<Scores> each : running) {
                assertThat(each.get().model()).isEqualTo(BrightnessModel.MANIFEST);
            }
            for (CompletableFuture<Scores> each : later) {
                assertThat(each.get().model()).isEqualTo(BrightnessModel.NEXT);
            }
        }
    }

    @Test
    void shouldShowTheShadowTheBatchesOfTheFirstDeviceAlone() throws Exception {
        Semaphore turns = new Semaphore(0);
        AtomicInteger shown = new AtomicInteger();
        ShadowModel shadow = new ShadowModel();
        shadow.begin(new FunctionModel(BrightnessModel.NEXT, batch -> {
            shown.incrementAndGet();
            return batch.stream()
                    .map(clip -> new float[BrightnessModel.CLASSES.size()])
                    .toList();
        }));
        FunctionModel model = new FunctionModel(BrightnessModel.MANIFEST, batch -> {
            awaitTurn(batch, turns);
            return BrightnessModel.probabilities(batch);
        });
        try (Batcher batcher = new Batcher(live(model, model), shadow, 1, FOREVER)) {
            List<CompletableFuture<Scores>> scores = List.of(batcher.submit(clip(0)), batcher.submit(clip(1)));
            awaitBatches(2);
            turns.release(2);
            for (CompletableFuture<Scores> each : scores) {
                each.get();
            }
        }
        assertThat(shown).hasValue(1);
    }

    @Test
    void shouldLeaveCancelledClipsOut() throws Exception {
        Semaphore turns = new Semaphore(0);
        try (Batcher batcher = batcher(waitingFor(turns), 4, Duration.ZERO)) {
            batcher.submit(clip(0));
            awaitBatches(1);
            batcher.submit(clip(1)).cancel(false);
            CompletableFuture<Scores> kept = batcher.submit(clip(2));
            turns.release(3);
            kept.get();
        }
        assertThat(batches).containsExactly(1, 1);
    }

    @Test
    void shouldGiveBackAClipThatStillWaitsAndItsRoom() throws Exception {
        Semaphore turns = new Semaphore(0);
        try (Batcher batcher = batcher(waitingFor(turns), 1, Duration.ZERO)) {
            CompletableFuture<Scores> running = batcher.submit(clip(0));
            awaitBatches(1);
            List<CompletableFuture<Scores>> queued = new ArrayList<>();
            for (int i = 1; i <= 4; i++) {
                queued.add(batcher.submit(clip(i)));
            }
            assertThat(batcher.hasRoom()).isFalse();

            assertThat(batcher.withdraw(queued.get(0))).isTrue();
            assertThat(batcher.withdraw(queued.get(0))).isFalse();
            assertThat(batcher.withdraw(running)).as("it is in the model").isFalse();
            assertThat(batcher.hasRoom()).isTrue();
            turns.release(4);
            assertThat(queued.get(3).get().clip().probabilities()).containsExactly(4);
        }
        assertThat(batches).containsExactly(1, 1, 1, 1);
    }

    @Test
    void shouldLetACheaperModelScoreWhileThereIsTooMuchToDo() throws Exception {
        AtomicBoolean behind = new AtomicBoolean();
        AtomicInteger relieved = new AtomicInteger();
        LiveModel live = live(new FunctionModel(BrightnessModel.MANIFEST, this::echo));
        live.relieve(replicas(new FunctionModel(BrightnessModel.NEXT, this::echo)), behind::get, relieved::addAndGet);
        try (Batcher batcher = new Batcher(live, new ShadowModel(), 1, Duration.ZERO)) {
            assertThat(batcher.submit(clip(1)).get().model()).isEqualTo(BrightnessModel.MANIFEST);
            behind.set(true);
            assertThat(batcher.submit(clip(2)).get().model()).isEqualTo(BrightnessModel.NEXT);
            behind.set(false);
            assertThat(batcher.submit(clip(3)).get().model()).isEqualTo(BrightnessModel.MANIFEST);
        }
        assertThat(relieved).hasValue(1);
    }

    @Test
    void shouldCancelWhatIsQueuedAndRefuseMoreOnceClosed() {
        Semaphore turns = new Semaphore(0);
        Batcher batcher = batcher(waitingFor(turns), 1, Duration.ZERO);
        batcher.submit(clip(0));
        awaitBatches(1);
        CompletableFuture<Scores> queued = batcher.submit(clip(1));
        // Enough for the second clip too, should the model get to it before the batcher is closed.
        turns.release(2);
        batcher.close();

        assertThat(queued).isDone();
        assertThatThrownBy(() -> batcher.submit(clip(2)))
                .isInstanceOf(ServingException.class)
                .hasMessageContaining("shutting down");
    }

    private List<float[]> echo(List<byte[]> clips) {
        batches.add(clips.size());
        return rows(clips);
    }

    private Function<List<byte[]>, List<float[]>> waitingFor(Semaphore turns) {
        return batch -> {
            awaitTurn(batch, turns);
            return rows(batch);
        };
    }

    private void awaitTurn(List<byte[]> clips, Semaphore turns) {
        batches.add(clips.size());
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            // A test that fails with a batch in the model closes the batcher, and must not wait for ever.
            throw new IllegalStateException("closed before its turn", e);
        }
    }

    private static List<float[]> rows(List<byte[]> clips) {
        return clips.stream()
                .map(clip -> new float[] {ByteBuffer.wrap(clip).getInt()})
                .toList();
    }

    private void awaitBatches(int count) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (batches.size() < count) {
            assertThat(System.nanoTime()).as("waiting for batch %d", count).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    private static byte[] clip(int number) {
        return ByteBuffer.allocate(4).putInt(number).array();
    }

    private static LiveModel live(ClipModel... devices) {
        return new LiveModel(replicas(devices));
    }

    private static Replicas replicas(ClipModel... devices) {
        return new Replicas(List.of(devices));
    }

    private static Batcher batcher(Function<List<byte[]>, List<float[]>> model, int maxBatch, Duration maxWait) {
        LiveModel live = live(new FunctionModel(BrightnessModel.MANIFEST, model));
        return new Batcher(live, new ShadowModel(), maxBatch, maxWait);
    }
}
