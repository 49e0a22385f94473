package dev.rewind.inference;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Tells how bright a clip is: a classifier whose answer depends on every frame and can be worked out by hand. */
public final class BrightnessModel {
    public static final ClipSpec CLIP = new ClipSpec(4, 8, 8, Duration.ofMillis(100), ClipSpec.Sampling.PERIOD);
    public static final List<String> CLASSES = List.of("black", "dark", "bright", "white");
    public static final NetworkConfig NETWORK = NetworkConfig.revMViT(
            new Thw(4, 8, 8),
            Patch.clip(new Thw(3, 3, 3), new Thw(1, 4, 4)),
            8,
            1,
            1,
            List.of(),
            new Pooling(new Thw(3, 3, 3), new Thw(1, 1, 1)),
            true,
            CLASSES.size(),
            0,
            0);
    public static final ModelManifest MANIFEST = new ModelManifest(
            "brightness-1", "0f".repeat(32), "none", NETWORK, CLIP, CLASSES, Instant.EPOCH, null, Map.of());

    /** Of what takes over from it. */
    public static final ModelManifest NEXT = new ModelManifest(
            "brightness-2", "1f".repeat(32), "none", NETWORK, CLIP, CLASSES, Instant.EPOCH, null, Map.of());

    private BrightnessModel() {}

    /** A network of its form, with weights by chance: for whoever wants a model that lies in a folder. */
    static ModelFolder writeTo(Path directory) {
        Random random = new Random(1);
        ModelFolder folder = new ModelFolder(directory);
        try (Weights weights =
                Weights.create(Torch.manager(), Network.of(NETWORK).shapes(), (name, shape) -> {
                    FloatBuffer values = FloatBuffer.allocate((int) shape.size());
                    while (values.hasRemaining()) {
                        values.put((float) random.nextGaussian() * 0.1f);
                    }
                    return values.flip();
                })) {
            folder.write(weights, MANIFEST);
        }
        return folder;
    }

    public static List<float[]> probabilities(List<byte[]> clips) {
        return clips.stream().map(BrightnessModel::probabilities).toList();
    }

    /** The closer the mean is to a class's own brightness, the more likely the class. */
    public static float[] probabilities(byte[] clip) {
        double mean = 0;
        for (byte value : clip) {
            mean += (value & 0xFF) / (double) clip.length;
        }
        float[] row = new float[CLASSES.size()];
        double sum = 0;
        for (int i = 0; i < row.length; i++) {
            row[i] = (float) Math.exp(-Math.abs(mean - 85 * i) / 32);
            sum += row[i];
        }
        for (int i = 0; i < row.length; i++) {
            row[i] /= (float) sum;
        }
        return row;
    }
}
