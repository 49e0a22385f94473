package dev.rewind.model.checkpoint.pyth;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** All that a pickle of tensors may name, and what is made of it here; nothing is looked up anywhere else. */
final class TorchObjects {
    private static final Map<String, Object> ALLOWED = allowed();

    private final Map<String, StorageRef> storages = new HashMap<>();

    /** Stands for a function that a pickle may call. */
    @FunctionalInterface
    interface Function {
        /**
         * Calls it.
         *
         * @throws IllegalArgumentException if the arguments are not what torch gives it
         */
        Object call(Object[] arguments);
    }

    /** What a global name stands for; null if a pickle may not name it. */
    Object named(String name) {
        return ALLOWED.get(name);
    }

    /**
     * The storage that a persistent id describes: the word "storage", its class, key, device and size, and in the legacy
     * format what part of another storage it is, which only the first versions of torch wrote.
     *
     * @throws IllegalArgumentException if it is no such id, or describes another storage of the same key
     */
    StorageRef storage(Object id) {
        if (id instanceof Object[] parts
                && (parts.length == 5 || (parts.length == 6 && parts[5] == null))
                && "storage".equals(parts[0])
                && parts[1] instanceof ScalarType type
                && parts[2] instanceof String key
                && parts[4] instanceof Long size) {
            StorageRef storage = new StorageRef(type, key, size);
            StorageRef known = storages.putIfAbsent(key, storage);
            if (known != null && !known.equals(storage)) {
                throw new IllegalArgumentException("storage " + key + " is described twice, differently");
            }
            return storage;
        }
        throw new IllegalArgumentException("a persistent id describes no storage");
    }

    /** Every storage met so far, by its key. */
    Map<String, StorageRef> storages() {
        return storages;
    }

    private static Map<String, Object> allowed() {
        Map<String, Object> allowed = new HashMap<>();
        for (ScalarType type : ScalarType.values()) {
            allowed.put("torch." + type.storageClass(), type);
        }
        allowed.put("collections.OrderedDict", (Function) TorchObjects::orderedDict);
        allowed.put("torch.Size", (Function) TorchObjects::size);
        allowed.put("torch._utils._rebuild_tensor_v2", (Function) TorchObjects::tensor);
        allowed.put("torch._utils._rebuild_parameter", (Function) TorchObjects::parameter);
        return Map.copyOf(allowed);
    }

    private static Object orderedDict(Object[] arguments) {
        require(arguments.length == 0, "an OrderedDict");
        return new LinkedHashMap<>();
    }

    private static Object size(Object[] arguments) {
        require(arguments.length == 1, "a Size");
        return Arrays.stream(sizes(arguments[0])).boxed().toArray();
    }

    /** Storage, offset, shape, strides, whether it has a gradient, hooks; a seventh would say that its sign is flipped. */
    private static Object tensor(Object[] arguments) {
        require(
                arguments.length == 6
                        && arguments[0] instanceof StorageRef
                        && arguments[1] instanceof Long
                        && arguments[5] instanceof Map<?, ?> hooks
                        && hooks.isEmpty(),
                "a tensor");
        return new StridedView(
                (StorageRef) arguments[0], (Long) arguments[1], sizes(arguments[2]), sizes(arguments[3]));
    }

    /** A tensor, whether it has a gradient, hooks. */
    private static Object parameter(Object[] arguments) {
        require(arguments.length == 3 && arguments[0] instanceof StridedView, "a parameter");
        return arguments[0];
    }

    private static long[] sizes(Object tuple) {
        require(
                tuple instanceof Object[] items
                        && items.length <= StridedView.MAX_RANK
                        && Arrays.stream(items).allMatch(Long.class::isInstance),
                "a size");
        return Arrays.stream((Object[]) tuple).mapToLong(Long.class::cast).toArray();
    }

    private static void require(boolean right, String what) {
        if (!right) {
            throw new IllegalArgumentException(what + " is built from other arguments than torch writes");
        }
    }
}
