package dev.rewind.model;

import dev.rewind.model.ClipSpec.Pixels;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.RevMViTConfig;
import java.time.Duration;
import java.util.List;

/**
 * A network by name, with the clips it is meant for.
 *
 * @param name such as {@code rev-mvit-b-16x4}
 * @param network the network
 * @param clip the clips it takes
 */
public record Preset(String name, RevMViTConfig network, ClipSpec clip) {
    /** Every fourth frame of a video of 30 frames a second. */
    private static final Duration FOURTH_FRAME = Duration.ofNanos(4_000_000_000L / 30);

    private static final Thw KERNEL = new Thw(3, 3, 3);

    private static final List<Preset> ALL = List.of(
            // Small frames in large patches: a forward takes milliseconds on one core.
            of(
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
                            0.1),
                    Pixels.MOTION),
            // Kinetics/REV_MVIT_B_16x4_CONV as published, without the class token that its code refuses.
            of(
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
                            0.5),
                    Pixels.RGB));

    /**
     * The preset of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Preset byName(String name) {
        return ALL.stream()
                .filter(preset -> preset.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no preset '" + name + "'; choose one of " + String.join(", ", names())));
    }

    /** Every preset that there is. */
    public static List<String> names() {
        return ALL.stream().map(Preset::name).toList();
    }

    private static Preset of(String name, RevMViTConfig network, Pixels pixels) {
        Thw input = network.input();
        return new Preset(
                name, network, new ClipSpec(input.t(), input.h(), input.w(), FOURTH_FRAME, Sampling.PERIOD, pixels));
    }
}
