package dev.rewind.model;

import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Projection;
import dev.rewind.model.network.config.Reversible;
import dev.rewind.model.network.config.Transition;
import java.util.List;

/** The networks of the presets: those of published configs, and small ones of the same build. */
final class PublishedNetworks {
    static final Thw IMAGE = new Thw(1, 224, 224);

    private static final Thw CLIP = new Thw(16, 224, 224);
    private static final Thw CLIP_KERNEL = new Thw(3, 3, 3);
    private static final Pooling CLIP_POOLING = new Pooling(CLIP_KERNEL, new Thw(1, 8, 8));
    private static final Pooling IMAGE_POOLING = new Pooling(new Thw(1, 3, 3), new Thw(1, 4, 4));
    private static final double MLP_RATIO = 4;
    private static final int KINETICS_400 = 400;
    private static final int KINETICS_600 = 600;
    private static final int IMAGENET = 1000;

    private static final Patch CLIP_PATCH = Patch.clip(new Thw(3, 7, 7), new Thw(2, 4, 4));
    private static final Projection FUSED = new Projection(false, true);
    private static final Projection SEPARATE = new Projection(true, true);

    private PublishedNetworks() {}

    static NetworkConfig tinyRevMViT() {
        Patch patch = Patch.clip(new Thw(3, 9, 9), new Thw(2, 8, 8));
        Pooling pooling = new Pooling(CLIP_KERNEL, new Thw(1, 4, 4));
        return NetworkConfig.revMViT(new Thw(16, 64, 64), patch, 48, 1, 8, List.of(1, 4), pooling, true, 10, 0.05, 0.1);
    }

    /**
     * The published stem and pooling, a quarter as wide and half as deep. Twice as many frames, and half of them after the
     * first transition: steps and leaps are told apart by what happens between frames, whole actions last seconds.
     */
    static NetworkConfig smallRevMViT() {
        Transition alsoInTime = new Transition(1, new Thw(2, 2, 2), 2, 2);
        return NetworkConfig.revMViT(
                        new Thw(32, 64, 64), CLIP_PATCH, 24, 1, 8, List.of(), CLIP_POOLING, true, 10, 0.05, 0.1)
                .withTransitions(List.of(alsoInTime, Transition.halving(2), Transition.halving(4)));
    }

    /** Kinetics/REV_MVIT_B_16x4_CONV, without the class token that its own code refuses. */
    static NetworkConfig revMViTB() {
        return revMViT(CLIP, 96, 1, 16, List.of(1, 3, 14), KINETICS_400);
    }

    /** No config of it is published; these stages are those of MViT-B-24, and give the published count of weights. */
    static NetworkConfig revMViTB24() {
        return revMViT(new Thw(32, 224, 224), 96, 1, 24, List.of(2, 5, 21), KINETICS_600);
    }

    /** As large as MViT-L: its width, heads and stages. No reversible network of this size is published for clips. */
    static NetworkConfig revMViTL() {
        return revMViT(CLIP, 144, 2, 48, List.of(2, 8, 44), KINETICS_400);
    }

    private static NetworkConfig revMViT(
            Thw input, int dim, int heads, int depth, List<Integer> transitions, int classes) {
        return NetworkConfig.revMViT(
                input, CLIP_PATCH, dim, heads, depth, transitions, CLIP_POOLING, false, classes, 0.05, 0.5);
    }

    /** Kinetics/MVIT_B_16x4_CONV. */
    static NetworkConfig mViTB() {
        return new NetworkConfig(
                CLIP,
                CLIP_PATCH,
                96,
                1,
                16,
                MLP_RATIO,
                FUSED,
                Position.SEPARABLE,
                true,
                CLIP_POOLING,
                halving(1, 3, 14),
                null,
                false,
                KINETICS_400,
                0.2,
                0.5);
    }

    /** ImageNet/REV_MVIT_B_16_CONV. */
    static NetworkConfig revMViTBImage() {
        return imageMViT(SEPARATE, false, Reversible.fusing("concat_linear_2"));
    }

    /** ImageNet/MVIT_B_16_CONV. */
    static NetworkConfig mViTBImage() {
        return imageMViT(FUSED, true, null);
    }

    private static NetworkConfig imageMViT(Projection projection, boolean classToken, Reversible reversible) {
        return new NetworkConfig(
                IMAGE,
                Patch.image(7, 4),
                96,
                1,
                16,
                MLP_RATIO,
                projection,
                Position.FULL,
                classToken,
                IMAGE_POOLING,
                halving(1, 3, 14),
                reversible,
                false,
                IMAGENET,
                0.1,
                0);
    }

    /** ImageNet/REV_VIT_S and REV_VIT_B; the large one has the paper's sizes. */
    static NetworkConfig revViT(Thw input, int side, int dim, int heads, int depth, double dropPath) {
        return new NetworkConfig(
                input,
                Patch.tiles(side),
                dim,
                heads,
                depth,
                MLP_RATIO,
                SEPARATE,
                Position.FULL,
                false,
                null,
                List.of(),
                Reversible.fusing("concat"),
                false,
                IMAGENET,
                dropPath,
                0);
    }

    static NetworkConfig viT(Thw input, int side, int dim, int heads, int depth, double dropPath) {
        return ordinary(revViT(input, side, dim, heads, depth, dropPath));
    }

    /** The same network without its second stream: the twin that a reversible one is measured against. */
    static NetworkConfig ordinary(NetworkConfig network) {
        return new NetworkConfig(
                network.input(),
                network.patch(),
                network.embedDim(),
                network.heads(),
                network.depth(),
                network.mlpRatio(),
                network.projection(),
                network.position(),
                network.classToken(),
                network.pooling(),
                network.transitions(),
                null,
                network.meanFirst(),
                network.classes(),
                network.dropPath(),
                network.dropout());
    }

    private static List<Transition> halving(Integer... layers) {
        return List.of(layers).stream().map(Transition::halving).toList();
    }
}
