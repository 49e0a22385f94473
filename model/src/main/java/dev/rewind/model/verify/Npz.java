package dev.rewind.model.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import dev.rewind.model.engine.Torch;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** NumPy archives of named tensors. */
final class Npz {
    private Npz() {}

    /** A manager for tensors that are only passed on. */
    static NDManager manager() {
        return Torch.manager().newSubManager();
    }

    static Map<String, NDArray> read(NDManager manager, Path file) {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        try (InputStream in = Files.newInputStream(file)) {
            NDList.decode(manager, in).forEach(array -> arrays.put(array.getName(), array));
            return arrays;
        } catch (IOException | RuntimeException e) {
            throw new CaseException(file.getFileName() + " cannot be read: " + e.getMessage(), e);
        }
    }

    static FloatBuffer values(Map<String, NDArray> arrays, String name, Shape shape) {
        NDArray array = arrays.get(name);
        if (array == null || !array.getShape().equals(shape)) {
            throw new CaseException("weights.npz has " + (array == null ? "no" : array.getShape() + " for") + " '"
                    + name + "', which should be " + shape);
        }
        return FloatBuffer.wrap(array.toFloatArray());
    }
}
