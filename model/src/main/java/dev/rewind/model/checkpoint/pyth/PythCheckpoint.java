package dev.rewind.model.checkpoint.pyth;

import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.checkpoint.Fit;
import dev.rewind.model.checkpoint.Tensor;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A checkpoint that PySlowFast wrote with torch.save: {@code model_state}, and beside it the epoch, the configuration and
 * the optimizer's state, whose tensors are twice as large and never read. So are files of {@code state_dict} or
 * {@code model}, as other projects write, and bare state dicts. The file is not trusted: only tensors and plain data are
 * taken from it, never code.
 */
public final class PythCheckpoint {
    private static final List<String> STATES = List.of("model_state", "state_dict", "model");
    private static final int NAMED = 10;

    private final Path file;
    private final Map<String, StridedView> state;
    private final OptionalLong epoch;
    private final Optional<String> cfg;

    private PythCheckpoint(Path file, Map<String, StridedView> state, OptionalLong epoch, Optional<String> cfg) {
        this.file = file;
        this.state = state;
        this.epoch = epoch;
        this.cfg = cfg;
    }

    /**
     * Reads what is in a file, but no tensor's values yet.
     *
     * @throws CheckpointException if the file is not what it should be; the message says what it holds instead
     * @throws IOException if the file cannot be read
     */
    public static PythCheckpoint read(Path file) throws IOException {
        try (FileBytes bytes = new FileBytes(file)) {
            if (!(SavedObjects.in(bytes).root() instanceof Map<?, ?> root)) {
                throw new CheckpointException(file, "it holds no dict; give a checkpoint or a state dict");
            }
            return new PythCheckpoint(
                    file,
                    state(file, root),
                    root.get("epoch") instanceof Long epoch ? OptionalLong.of(epoch) : OptionalLong.empty(),
                    root.get("cfg") instanceof String cfg ? Optional.of(cfg) : Optional.empty());
        }
    }

    /** The epoch after which it was written, if it says so. */
    public OptionalLong epoch() {
        return epoch;
    }

    /** The configuration of its training in PySlowFast's YAML, if it holds one. */
    public Optional<String> cfg() {
        return cfg;
    }

    /** The shape of each of the network's tensors, in the file's order. */
    public Map<String, long[]> shapes() {
        Map<String, long[]> shapes = new LinkedHashMap<>();
        state.forEach((name, view) -> shapes.put(name, view.shape().clone()));
        return shapes;
    }

    /**
     * Reads the network's tensors as float32, strictly: all that are wanted must be there in their shapes, and no other but
     * what is dropped by name. Values are not looked at; they may be infinite or none.
     *
     * @param wanted the shape of each tensor of the network
     * @param dropped tensors of the file that are passed over
     * @return the wanted tensors, in the file's order
     * @throws CheckpointException naming every tensor that does not fit, before any is read, or the one that is damaged
     * @throws IOException if the file cannot be read
     */
    public Map<String, Tensor> tensors(Map<String, long[]> wanted, Set<String> dropped) throws IOException {
        Fit.of(wanted, shapes(), dropped).require(file);
        Map<StorageRef, List<String>> tenants = new LinkedHashMap<>();
        wanted.keySet().forEach(name -> tenants.computeIfAbsent(state.get(name).storage(), storage -> new ArrayList<>())
                .add(name));
        Map<String, FloatBuffer> values = new HashMap<>();
        try (FileBytes bytes = new FileBytes(file)) {
            SavedObjects saved = SavedObjects.in(bytes);
            for (Map.Entry<StorageRef, List<String>> entry : tenants.entrySet()) {
                FloatBuffer floats = floats(saved, entry.getKey(), entry.getValue());
                entry.getValue()
                        .forEach(name -> values.put(name, state.get(name).rowMajor(floats)));
            }
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state.forEach((name, view) -> {
            if (wanted.containsKey(name)) {
                tensors.put(name, new Tensor(view.shape().clone(), values.get(name)));
            }
        });
        return tensors;
    }

    private FloatBuffer floats(SavedObjects saved, StorageRef storage, List<String> names) throws IOException {
        try {
            return storage.type().floats(saved.read(storage));
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(
                    file,
                    "tensor '" + names.get(0) + "' " + e.getMessage() + "; a network's weights are floating point");
        }
    }

    private static Map<String, StridedView> state(Path file, Map<?, ?> root) {
        for (String key : STATES) {
            if (root.get(key) instanceof Map<?, ?> state) {
                return views(file, "'" + key + "'", state);
            }
        }
        if (root.values().stream().anyMatch(StridedView.class::isInstance)) {
            return views(file, "it", root);
        }
        String keys = root.keySet().stream().limit(NAMED).map(String::valueOf).collect(Collectors.joining(", "));
        throw new CheckpointException(
                file, "it holds " + keys + ", but none of " + String.join(", ", STATES) + "; is it a checkpoint?");
    }

    private static Map<String, StridedView> views(Path file, String where, Map<?, ?> state) {
        Map<String, StridedView> views = new LinkedHashMap<>();
        state.forEach((key, value) -> {
            if (key instanceof String name && value instanceof StridedView view) {
                views.put(name, view);
            } else {
                throw new CheckpointException(
                        file, where + " holds " + key + ", which is no tensor; save model.state_dict() alone");
            }
        });
        return views;
    }
}
