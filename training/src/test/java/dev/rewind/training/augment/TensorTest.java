package dev.rewind.training.augment;

import ai.djl.ndarray.NDManager;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A test whose arrays are freed after each of its methods, and which records no gradients. */
abstract class TensorTest {
    NDManager manager;
    private GradMode off;

    @BeforeEach
    final void open() {
        manager = Torch.manager().newSubManager();
        off = GradMode.off();
    }

    @AfterEach
    final void close() {
        off.close();
        manager.close();
    }
}
