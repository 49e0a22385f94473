package dev.rewind.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.rewind.model.ActionModel;
import dev.rewind.model.FrameScaler;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.SmallModel;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Weights;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** The small model in a folder, clips of random pixels for it, and what it makes of them. */
final class Clips {
    private static final int WIDTH = 40;
    private static final int HEIGHT = 30;

    private Clips() {}

    static void writeModel(Path folder) {
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights = SmallModel.weights(manager)) {
            new ModelFolder(folder).write(weights, SmallModel.manifest());
        }
    }

    /** The model of a folder for DJL, that takes clips as they come. */
    static <I> ZooModel<I, Classifications> load(Path folder, Class<I> input) throws Exception {
        return Criteria.builder()
                .setTypes(input, Classifications.class)
                .optModelZoo(new RewindModelZoo(folder))
                .build()
                .loadModel();
    }

    /** Packed RGB, 4 x 16 x 16. */
    static List<byte[]> random(int count) {
        Random random = new Random(5);
        List<byte[]> clips = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] clip = new byte[4 * 16 * 16 * 3];
            random.nextBytes(clip);
            clips.add(clip);
        }
        return clips;
    }

    /** Images of another size and shape than the model's. */
    static Image[] images(int seed, int count) {
        Random random = new Random(seed);
        Image[] images = new Image[count];
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    image.setRGB(x, y, random.nextInt());
                }
            }
            images[i] = ImageFactory.getInstance().fromImage(image);
        }
        return images;
    }

    /** Images as DJL itself reads them, scaled to a clip of square frames. */
    static byte[] scaled(int side, Image... frames) {
        byte[] clip = new byte[frames.length * side * side * 3];
        for (int i = 0; i < frames.length; i++) {
            try (NDArray array = frames[i].toNDArray(Torch.manager(), Image.Flag.COLOR)) {
                new FrameScaler(side, side).scale(array.toByteArray(), WIDTH, HEIGHT, clip, i * side * side * 3);
            }
        }
        return clip;
    }

    /** What the model of the folder says without DJL's predictor. */
    static List<float[]> expected(Path folder, List<byte[]> clips) {
        try (ActionModel model = ActionModel.load(folder)) {
            return model.probabilities(clips);
        }
    }

    static void assertSame(Classifications found, float[] expected) {
        assertThat(found.getProbabilities()).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat(found.getProbabilities().get(i)).isCloseTo(expected[i], within(1e-6));
        }
    }
}
