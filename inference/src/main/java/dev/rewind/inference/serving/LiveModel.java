package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

/**
 * The model that labels, a replica of it in the slot of each device. Another one takes all slots or none, between
 * two batches of each.
 */
final class LiveModel implements AutoCloseable {
    private final List<ModelSlot> slots;

    LiveModel(Replicas first) {
        slots = first.each().stream().map(ModelSlot::new).toList();
    }

    /** One for each device, in order. */
    List<ModelSlot> slots() {
        return slots;
    }

    /** The first device's. */
    ModelSlot first() {
        return slots.get(0);
    }

    /** How the replicas of the devices after the first compute. */
    List<Compute> further() {
        return slots.stream().skip(1).map(ModelSlot::compute).toList();
    }

    /** What serves at the moment, unless a cheaper one helps. */
    ModelManifest manifest() {
        return first().manifest();
    }

    /** Lets a cheaper model score batches while it is needed; it is closed with the live one. */
    void relieve(Replicas cheaper, BooleanSupplier needed, IntConsumer relieved) {
        for (int i = 0; i < slots.size(); i++) {
            slots.get(i).relieve(new Relief(cheaper.each().get(i), needed, relieved));
        }
    }

    /**
     * Lets another model serve on all devices at once, so that no clip is scored by the old one after a later clip was by the
     * new one; closing what comes back is the caller's.
     */
    Replicas exchange(Replicas next) {
        slots.forEach(ModelSlot::hold);
        try {
            List<ClipModel> old = new ArrayList<>();
            for (int i = 0; i < slots.size(); i++) {
                old.add(slots.get(i).exchange(next.each().get(i)));
            }
            return new Replicas(old);
        } finally {
            slots.forEach(ModelSlot::release);
        }
    }

    /** Frees the model, on each device as soon as its batch is done. */
    @Override
    public void close() {
        slots.forEach(ModelSlot::close);
    }
}
