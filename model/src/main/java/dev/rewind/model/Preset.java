package dev.rewind.model;

import dev.rewind.model.ClipSpec.Pixels;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import java.time.Duration;
import java.util.List;

/**
 * A network by name, with the clips it is meant for.
 *
 * @param name such as {@code rev-mvit-b-16x4}
 * @param network the network
 * @param clip the clips it takes
 */
public record Preset(String name, NetworkConfig network, ClipSpec clip) {
    private static final int VIDEO_FPS = 30;

    private static final List<Preset> ALL = List.of(
            // Small frames in large patches: a forward takes milliseconds on one core.
            clip("rev-mvit-tiny", PublishedNetworks.tinyRevMViT(), 4, Pixels.MOTION),
            clip("mvit-tiny", PublishedNetworks.ordinary(PublishedNetworks.tinyRevMViT()), 4, Pixels.MOTION),
            // As fast, on patches a quarter as large, of where something moves: for people far away.
            clip("rev-mvit-small", PublishedNetworks.smallRevMViT(), 2, Pixels.MOTION_ZOOM),
            image("rev-vit-tiny", PublishedNetworks.revViT(new Thw(1, 64, 64), 8, 96, 3, 8, 0)),
            image("vit-tiny", PublishedNetworks.viT(new Thw(1, 64, 64), 8, 96, 3, 8, 0)),
            clip("rev-mvit-b-16x4", PublishedNetworks.revMViTB(), 4, Pixels.RGB),
            clip("rev-mvit-b-24-32x3", PublishedNetworks.revMViTB24(), 3, Pixels.RGB),
            clip("rev-mvit-l-16x4", PublishedNetworks.revMViTL(), 4, Pixels.RGB),
            clip("mvit-b-16x4", PublishedNetworks.mViTB(), 4, Pixels.RGB),
            image("rev-mvit-b-image", PublishedNetworks.revMViTBImage()),
            image("mvit-b-image", PublishedNetworks.mViTBImage()),
            image("rev-vit-s", PublishedNetworks.revViT(PublishedNetworks.IMAGE, 16, 384, 6, 12, 0.1)),
            image("rev-vit-b", PublishedNetworks.revViT(PublishedNetworks.IMAGE, 16, 768, 12, 12, 0.2)),
            image("rev-vit-l", PublishedNetworks.revViT(PublishedNetworks.IMAGE, 16, 1024, 16, 24, 0.2)),
            image("vit-s", PublishedNetworks.viT(PublishedNetworks.IMAGE, 16, 384, 6, 12, 0.1)),
            image("vit-b", PublishedNetworks.viT(PublishedNetworks.IMAGE, 16, 768, 12, 12, 0.2)),
            image("vit-l", PublishedNetworks.viT(PublishedNetworks.IMAGE, 16, 1024, 16, 24, 0.2)));

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

    /** A network for every so-manieth frame of a video of 30 frames a second. */
    private static Preset clip(String name, NetworkConfig network, int rate, Pixels pixels) {
        return of(name, network, Duration.ofNanos(rate * 1_000_000_000L / VIDEO_FPS), pixels);
    }

    private static Preset image(String name, NetworkConfig network) {
        return of(name, network, Duration.ofSeconds(1), Pixels.IMAGENET);
    }

    private static Preset of(String name, NetworkConfig network, Duration period, Pixels pixels) {
        Thw input = network.input();
        int zoom = pixels.zoom();
        return new Preset(
                name,
                network,
                new ClipSpec(input.t(), zoom * input.h(), zoom * input.w(), period, Sampling.PERIOD, pixels));
    }
}
