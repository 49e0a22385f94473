package dev.rewind.model.network;

import dev.rewind.model.kernels.Thw;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Networks by name. */
public final class Presets {
    private static final Thw KERNEL = new Thw(3, 3, 3);
    private static final Map<String, RevMViTConfig> BY_NAME = new LinkedHashMap<>();

    static {
        // Kinetics/REV_MVIT_B_16x4_CONV as published, without the class token that its code refuses.
        BY_NAME.put(
                "rev-mvit-b-16x4",
                new RevMViTConfig(
                        new Thw(16, 224, 224),
                        new Thw(3, 7, 7),
                        new Thw(2, 4, 4),
                        96,
                        1,
                        16,
                        List.of(1, 3, 14),
                        KERNEL,
                        new Thw(1, 8, 8),
                        false,
                        400,
                        0.05,
                        0.5));
        // For a CPU: small frames in large patches, so that a forward takes milliseconds.
        BY_NAME.put(
                "rev-mvit-tiny",
                new RevMViTConfig(
                        new Thw(16, 64, 64),
                        new Thw(3, 9, 9),
                        new Thw(2, 8, 8),
                        48,
                        1,
                        8,
                        List.of(1, 4),
                        KERNEL,
                        new Thw(1, 4, 4),
                        true,
                        10,
                        0.05,
                        0.1));
    }

    private Presets() {}

    /**
     * The network of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static RevMViTConfig byName(String name) {
        RevMViTConfig config = BY_NAME.get(name);
        if (config == null) {
            throw new IllegalArgumentException("there is no preset '" + name + "'; choose one of " + names());
        }
        return config;
    }

    /** Every preset that there is. */
    public static List<String> names() {
        return List.copyOf(BY_NAME.keySet());
    }
}
