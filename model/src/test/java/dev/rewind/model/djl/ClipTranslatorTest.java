package dev.rewind.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.Preset;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Weights;
import java.awt.image.BufferedImage;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTranslatorTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeModel() {
        Torch.useThreads(1); // the networks here are too small to share
        Clips.writeModel(folder);
    }

    @Test
    void takesSingleImagesWhereTheNetworkTakesOneFrame() throws Exception {
        writeImageModel();
        Image image = Clips.images(3, 1)[0];
        try (ZooModel<Image, Classifications> model = Clips.load(folder, Image.class);
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            List<byte[]> clip = List.of(Clips.scaled(64, image));
            Clips.assertSame(
                    predictor.predict(image), Clips.expected(folder, clip).get(0));
        }
    }

    @Test
    void takesImagesOfOtherLibrariesThanTheJdks() throws Exception {
        Image[] frames = Clips.images(7, 4);
        Image[] others =
                Arrays.stream(frames).map(ClipTranslatorTest::unwrapped).toArray(Image[]::new);
        try (ZooModel<Image[], Classifications> model = Clips.load(folder, Image[].class);
                Predictor<Image[], Classifications> predictor = model.newPredictor()) {
            List<byte[]> clip = List.of(Clips.scaled(16, frames));
            Clips.assertSame(
                    predictor.predict(others), Clips.expected(folder, clip).get(0));
        }
    }

    @Test
    void takesGreyImagesAsDjlReadsThem() throws Exception {
        Image[] grey = Arrays.stream(Clips.images(7, 4))
                .map(image -> {
                    BufferedImage copy =
                            new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
                    copy.getGraphics().drawImage((BufferedImage) image.getWrappedImage(), 0, 0, null);
                    return ImageFactory.getInstance().fromImage(copy);
                })
                .toArray(Image[]::new);
        try (ZooModel<Image[], Classifications> model = Clips.load(folder, Image[].class);
                Predictor<Image[], Classifications> predictor = model.newPredictor()) {
            List<byte[]> clip = List.of(Clips.scaled(16, grey));
            Clips.assertSame(
                    predictor.predict(grey), Clips.expected(folder, clip).get(0));
        }
    }

    @Test
    void refusesClipsOfAnotherLength() throws Exception {
        try (ZooModel<byte[], Classifications> model = Clips.load(folder, byte[].class);
                Predictor<byte[], Classifications> pixels = model.newPredictor()) {
            assertThatThrownBy(() -> pixels.predict(new byte[7]))
                    .isInstanceOf(TranslateException.class)
                    .hasMessageEndingWith("a clip of 4 x 16 x 16 pixels has 3072 bytes, but was given 7");
        }
        try (ZooModel<Image[], Classifications> model = Clips.load(folder, Image[].class);
                Predictor<Image[], Classifications> images = model.newPredictor()) {
            assertThatThrownBy(() -> images.predict(Clips.images(1, 5)))
                    .isInstanceOf(TranslateException.class)
                    .hasMessageEndingWith("a clip of the network has 4 frames, but was given 5 images");
            assertThat(images.predict(Clips.images(1, 4)).getProbabilities()).hasSize(3);
        }
    }

    private void writeImageModel() {
        Preset preset = Preset.byName("rev-vit-tiny");
        ClipSpec clip = preset.clip();
        ModelManifest manifest = new ModelManifest(
                "image-1",
                "",
                preset.name(),
                preset.network().withClasses(2),
                clip,
                List.of("cat", "dog"),
                Instant.parse("2026-02-03T04:05:06Z"),
                null,
                Map.of());
        try (NDManager manager = Torch.manager().newSubManager();
                Weights weights =
                        Weights.create(manager, Network.of(manifest.network()).shapes(), new Initializer(1))) {
            new ModelFolder(folder).write(weights, manifest);
        }
    }

    /** The same image of another library than the JDK's. */
    private static Image unwrapped(Image image) {
        return (Image) Proxy.newProxyInstance(
                Image.class.getClassLoader(),
                new Class<?>[] {Image.class},
                (proxy, method, arguments) ->
                        method.getName().equals("getWrappedImage") ? "pixels" : method.invoke(image, arguments));
    }
}
