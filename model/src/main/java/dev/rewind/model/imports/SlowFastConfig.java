package dev.rewind.model.imports;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Pixels;
import dev.rewind.model.checkpoint.CheckpointException;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.config.Fusion;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Position;
import dev.rewind.model.network.config.Projection;
import dev.rewind.model.network.config.Reversible;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The network and the clips that a checkpoint's {@code cfg} describes. Whatever changes what a network computes is either
 * understood or refused by name: a network that computes something else fits as well, and guesses.
 */
final class SlowFastConfig {
    private static final int KINETICS_CLASSES = 400;
    private static final double NANOS = 1e9;

    /** What the networks here have one kind of, and the kind. */
    private static final Map<String, String> ONLY = new TreeMap<>(Map.ofEntries(
            Map.entry("MODEL.MODEL_NAME", "\"MViT\""),
            Map.entry("MODEL.HEAD_ACT", "\"softmax\""),
            Map.entry("DATA.REVERSE_INPUT_CHANNEL", "false"),
            Map.entry("DETECTION.ENABLE", "false"),
            Map.entry("MASK.ENABLE", "false"),
            Map.entry("MVIT.MODE", "\"conv\""),
            Map.entry("MVIT.NORM", "\"layernorm\""),
            Map.entry("MVIT.NORM_STEM", "false"),
            Map.entry("MVIT.POOL_FIRST", "false"),
            Map.entry("MVIT.REL_POS_SPATIAL", "false"),
            Map.entry("MVIT.REL_POS_TEMPORAL", "false"),
            Map.entry("MVIT.RESIDUAL_POOLING", "false"),
            Map.entry("MVIT.DIM_MUL_IN_ATT", "false"),
            Map.entry("MVIT.USE_FIXED_SINCOS_POS", "false")));

    private final Path file;
    private final Settings settings;

    private SlowFastConfig(Path file, Settings settings) {
        this.file = file;
        this.settings = settings;
    }

    /**
     * Reads a cfg.
     *
     * @param file that holds it
     * @throws CheckpointException if it cannot be read, or asks for what these networks do not have
     */
    static SlowFastConfig of(Path file, String cfg) {
        SlowFastConfig config = new SlowFastConfig(file, Settings.of(file, cfg));
        config.refuseWhatIsNotThere();
        return config;
    }

    /** Whether it says itself, not by default, that it was trained on Kinetics-400. */
    boolean isKinetics400() {
        return settings.says("TRAIN.DATASET")
                && get("TRAIN.DATASET").text().equals("kinetics")
                && size("MODEL.NUM_CLASSES") == KINETICS_CLASSES;
    }

    /** The network; a reversible one has no class token, whatever the cfg says, as in the published code. */
    NetworkConfig network() {
        try {
            boolean reversible = get("MVIT.REV.ENABLE").flag();
            StageSettings stages = new StageSettings(settings);
            NetworkConfig network = new NetworkConfig(
                    input(),
                    patch(),
                    size("MVIT.EMBED_DIM"),
                    size("MVIT.NUM_HEADS"),
                    get("MVIT.DEPTH").upTo(Setting.MOST_LAYERS),
                    get("MVIT.MLP_RATIO").number(),
                    new Projection(
                            get("MVIT.SEPARATE_QKV").flag(),
                            get("MVIT.QKV_BIAS").flag()),
                    position(),
                    get("MVIT.CLS_EMBED_ON").flag() && !reversible,
                    stages.pooling(),
                    List.copyOf(stages.transitions(reversible).values()),
                    reversible ? reversible() : null,
                    get("MVIT.USE_MEAN_POOLING").flag(),
                    size("MODEL.NUM_CLASSES"),
                    get("MVIT.DROPPATH_RATE").number(),
                    get("MODEL.DROPOUT_RATE").number());
            Network.of(network).shapes(); // refuses sizes that do not go together
            return network;
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new CheckpointException(file, "its cfg describes no network: " + e.getMessage());
        }
    }

    /** The clips; an image comes once a second, as with the presets. */
    ClipSpec clip() {
        Thw input = input();
        double rate = get("DATA.SAMPLING_RATE").upTo(Setting.LARGEST);
        double fps = get("DATA.TARGET_FPS").number();
        settings.refuseUnless(fps > 0, "DATA.TARGET_FPS", "rates above 0");
        Duration period = input.t() == 1 ? Duration.ofSeconds(1) : Duration.ofNanos((long) (rate * NANOS / fps));
        try {
            return new ClipSpec(input.t(), input.h(), input.w(), period, ClipSpec.Sampling.PERIOD, pixels());
        } catch (IllegalArgumentException e) {
            throw new CheckpointException(file, "its cfg describes no clips: " + e.getMessage());
        }
    }

    private void refuseWhatIsNotThere() {
        ONLY.forEach((key, only) -> settings.refuseUnless(
                get(key).value().toString().equals(only), key, only.replace("\"", "") + " alone"));
        settings.refuseUnless(
                get("MVIT.LAYER_SCALE_INIT_VALUE").number() <= 0, "MVIT.LAYER_SCALE_INIT_VALUE", "no layer scale");
        // The published code, too, takes the first.
        List<Setting> channels = get("DATA.INPUT_CHANNEL_NUM").items();
        settings.refuseUnless(
                !channels.isEmpty() && channels.get(0).upTo(Setting.LARGEST) == 3,
                "DATA.INPUT_CHANNEL_NUM",
                "3 channels");
    }

    private Thw input() {
        int side = size("DATA.TRAIN_CROP_SIZE");
        return new Thw(size("DATA.NUM_FRAMES"), side, side);
    }

    private Patch patch() {
        boolean image = get("MVIT.PATCH_2D").flag();
        return new Patch(
                patchSizes("MVIT.PATCH_KERNEL", image, 1),
                patchSizes("MVIT.PATCH_STRIDE", image, 1),
                patchSizes("MVIT.PATCH_PADDING", image, 0),
                image);
    }

    /** Those of an image are two, and its time axis gets the given one. */
    private Thw patchSizes(String key, boolean image, int time) {
        if (!image) {
            return get(key).sizes();
        }
        List<Setting> sizes = get(key).items(2);
        return new Thw(time, sizes.get(0).upTo(Setting.LARGEST), sizes.get(1).upTo(Setting.LARGEST));
    }

    private Position position() {
        if (!get("MVIT.USE_ABS_POS").flag()) {
            return Position.NONE;
        }
        return get("MVIT.SEP_POS_EMBED").flag() ? Position.SEPARABLE : Position.FULL;
    }

    private Reversible reversible() {
        String path = get("MVIT.REV.RES_PATH").text();
        settings.refuseUnless(path.equals("conv") || path.equals("max"), "MVIT.REV.RES_PATH", "conv and max");
        return new Reversible(
                Fusion.of(get("MVIT.REV.PRE_Q_FUSION").text()),
                Reversible.ResidualPath.valueOf(path.toUpperCase(Locale.ROOT)),
                Fusion.of(get("MVIT.REV.RESPATH_FUSE").text()));
    }

    private Pixels pixels() {
        List<Double> mean = numbers("DATA.MEAN");
        List<Double> std = numbers("DATA.STD");
        if (mean.equals(List.of(0.45, 0.45, 0.45)) && std.equals(List.of(0.225, 0.225, 0.225))) {
            return Pixels.RGB;
        }
        boolean imagenet = mean.equals(List.of(0.485, 0.456, 0.406)) && std.equals(List.of(0.229, 0.224, 0.225));
        settings.refuseUnless(
                imagenet,
                "DATA.MEAN",
                "the pixels of the published Kinetics and ImageNet recipes, not DATA.STD "
                        + get("DATA.STD").shown() + " beside it");
        return Pixels.IMAGENET;
    }

    private List<Double> numbers(String key) {
        return get(key).items().stream().map(Setting::number).toList();
    }

    private int size(String key) {
        return get(key).upTo(Setting.LARGEST);
    }

    private Setting get(String key) {
        return settings.get(key);
    }
}
