package dev.rewind.inference.serving;

import dev.rewind.model.Compute;
import dev.rewind.model.ModelManifest;
import java.util.ArrayList;
import java.util.List;

/**
 * One model, in memory once for each device that computes it.
 *
 * @param each in the order of the devices, at least one; all of one manifest and the same weights
 */
record Replicas(List<ClipModel> each) implements AutoCloseable {
    Replicas {
        each = List.copyOf(each);
        if (each.isEmpty()) {
            throw new IllegalArgumentException("a model needs at least one device");
        }
    }

    /**
     * A model and copies of it. If there is no place for one of them, all are closed, the first too.
     *
     * @param further how the copies are computed; none where one device does it all
     */
    static Replicas of(ClipModel first, List<Compute> further) {
        List<ClipModel> each = new ArrayList<>(List.of(first));
        boolean whole = false;
        try {
            further.forEach(compute -> each.add(first.replica(compute)));
            whole = true;
        } finally {
            if (!whole) {
                each.forEach(ClipModel::close);
            }
        }
        return new Replicas(each);
    }

    /** The first device's. */
    ClipModel first() {
        return each.get(0);
    }

    ModelManifest manifest() {
        return first().manifest();
    }

    @Override
    public void close() {
        each.forEach(ClipModel::close);
    }
}
