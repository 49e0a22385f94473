package dev.rewind.training;

import dev.rewind.model.checkpoint.Tensor;
import java.nio.FloatBuffer;
import java.util.List;

/** A classifier for other classes than before: each class that it knew keeps its row, wherever that lies now. */
record GrownHead(List<String> before, List<String> after) {
    /** Whether a tensor has a row for each class. */
    static boolean isPart(String tensor) {
        return tensor.startsWith("head.");
    }

    /**
     * The rows of the classes after.
     *
     * @param known a row for each class before
     * @param fresh a row for each class after: what those begin with that were not known
     */
    Tensor grown(Tensor known, FloatBuffer fresh) {
        int row = known.values().remaining() / before.size();
        if (fresh.remaining() != row * after.size()) {
            return known; // of a network of another width, which it does not fit at all
        }
        float[] values = new float[row * after.size()];
        fresh.duplicate().get(values);
        for (int i = 0; i < after.size(); i++) {
            int old = before.indexOf(after.get(i));
            if (old >= 0) {
                known.values()
                        .duplicate()
                        .position(known.values().position() + old * row)
                        .get(values, i * row, row);
            }
        }
        long[] shape = known.shape().clone();
        shape[0] = after.size();
        return new Tensor(shape, FloatBuffer.wrap(values));
    }
}
