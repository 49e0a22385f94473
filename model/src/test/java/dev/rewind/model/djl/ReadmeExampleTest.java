package dev.rewind.model.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.rewind.model.engine.Torch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeExampleTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeModel() {
        Torch.useThreads(1); // the networks here are too small to share
        Clips.writeModel(folder);
    }

    @Test
    void labelsImagesOfAnySize() throws Exception {
        Image[] frames = Clips.images(7, 4);

        Classifications labels = label(folder, frames);

        assertThat(labels.getClassNames()).containsExactly("jump", "run", "wave hand");
        List<byte[]> clip = List.of(Clips.scaled(16, frames));
        Clips.assertSame(labels, Clips.expected(folder, clip).get(0));
    }

    @Test
    void isTheReadmes() throws Exception {
        String source =
                Files.readString(Path.of("src/test/java", getClass().getName().replace('.', '/') + ".java"));
        String example = source.substring(source.lastIndexOf("Criteria<Image[]"), source.lastIndexOf("return labels"));

        assertThat(Files.readString(Path.of("..", "README.md"))).containsIgnoringWhitespaces(example);
    }

    private static Classifications label(Path folder, Image[] frames) throws Exception {
        Criteria<Image[], Classifications> criteria = Criteria.builder()
                .setTypes(Image[].class, Classifications.class)
                .optModelZoo(new RewindModelZoo(folder))
                .build();
        try (ZooModel<Image[], Classifications> model = criteria.loadModel();
                Predictor<Image[], Classifications> predictor = model.newPredictor()) {
            Classifications labels = predictor.predict(frames);
            return labels;
        }
    }
}
