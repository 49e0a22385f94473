package dev.rewind.inference.serving;

import dev.rewind.topics.models.ModelRecord;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** A real loader that tells what it loaded, and that a test can hold up. */
final class CountingLoader implements ModelLoader {
    private final ModelLoader loader;
    private final List<String> loads = new CopyOnWriteArrayList<>();
    private volatile String held;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);

    CountingLoader(ModelLoader loader) {
        this.loader = loader;
    }

    /** The versions that were loaded, in order. */
    List<String> loads() {
        return List.copyOf(loads);
    }

    /** Holds up the loading of a version once. */
    void hold(String version) {
        held = version;
    }

    /** Waits until that version is being loaded. */
    void awaitHeld() {
        await(reached);
    }

    void release() {
        release.countDown();
    }

    @Override
    public ClipModel load(ModelRecord model) {
        loads.add(model.version());
        if (model.version().equals(held)) {
            reached.countDown();
            await(release);
        }
        return loader.load(model);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
