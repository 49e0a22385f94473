package dev.rewind.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.model.ModelFolder;
import dev.rewind.model.ModelLoadException;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.checkpoint.Safetensors;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.RecordedClips;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelTrainingTest {
    @TempDir
    private Path folder;

    private Path parent;

    @BeforeEach
    void trainParent() {
        Torch.useThreads(1);
        parent = folder.resolve("parent");
        training(BlobVideo.NETWORK, 0.004, Optional.empty())
                .run(BlobVideo.clips(folder, 16, 0), "first", parent, progress -> {});
    }

    @Test
    void namesWhereAModelCameFrom() {
        ModelManifest first = new ModelFolder(parent).manifest();
        ModelManifest second = training(BlobVideo.NETWORK, 0.004, Optional.of(parent))
                .run(BlobVideo.clips(folder, 16, 0), "second", folder.resolve("second"), progress -> {});

        assertThat(first.parent()).isNull();
        assertThat(first.classes()).isEqualTo(BlobVideo.CLASSES);
        assertThat(first.preset()).isEqualTo("tiny");
        assertThat(second.parent()).isEqualTo("first");
        assertThat(second.version()).isEqualTo("second");
        assertThat(second.sha256()).isNotEqualTo(first.sha256());
    }

    @Test
    void startsFromEveryWeightOfItsParent() throws IOException {
        Map<String, float[]> before = weights(parent);
        // So slow that nothing moves: what is left is what it started from.
        training(BlobVideo.NETWORK, 1e-30, Optional.of(parent))
                .run(BlobVideo.clips(folder, 16, 0), "second", folder.resolve("second"), progress -> {});

        Map<String, float[]> after = weights(folder.resolve("second"));
        assertThat(after.keySet()).isEqualTo(before.keySet());
        before.forEach((name, values) -> assertThat(after.get(name)).as(name).isEqualTo(values));
    }

    @Test
    void renewsOnlyTheClassifierForOtherClasses() throws IOException {
        Map<String, float[]> before = weights(parent);
        training(BlobVideo.NETWORK, 1e-30, Optional.of(parent))
                .run(renamed("up", "down"), "second", folder.resolve("second"), progress -> {});

        Map<String, float[]> after = weights(folder.resolve("second"));
        before.forEach((name, values) -> {
            if (name.startsWith("head.") && name.endsWith("weight")) {
                assertThat(after.get(name)).as(name).hasSameSizeAs(values).isNotEqualTo(values);
            } else if (!name.startsWith("head.")) {
                assertThat(after.get(name)).as(name).isEqualTo(values);
            }
        });
        assertThat(new ModelFolder(folder.resolve("second")).manifest().classes())
                .containsExactly("up", "down");
    }

    @Test
    void growsTheClassifierForMoreClasses() {
        ModelManifest manifest = training(BlobVideo.NETWORK, 0.004, Optional.of(parent))
                .run(renamed("left", "right", "up"), "second", folder.resolve("second"), progress -> {});

        assertThat(manifest.network().classes()).isEqualTo(3);
    }

    @Test
    void keepsTheRowsOfTheClassesThatItKnowsWhereverTheyLieNow() throws IOException {
        Map<String, float[]> before = weights(parent);
        // So slow that nothing moves: what is left is what it started from.
        training(BlobVideo.NETWORK, 1e-30, Optional.of(parent))
                .run(renamed("up", "right", "left"), "second", folder.resolve("second"), progress -> {});

        Map<String, float[]> after = weights(folder.resolve("second"));
        before.forEach((name, values) -> {
            if (name.startsWith("head.")) {
                int row = values.length / 2; // left, right
                float[] grown = after.get(name);
                assertThat(grown).as(name).hasSize(3 * row);
                assertThat(Arrays.copyOfRange(grown, row, 2 * row)).isEqualTo(Arrays.copyOfRange(values, row, 2 * row));
                assertThat(Arrays.copyOfRange(grown, 2 * row, 3 * row)).isEqualTo(Arrays.copyOfRange(values, 0, row));
            } else {
                assertThat(after.get(name)).as(name).isEqualTo(values);
            }
        });
    }

    @Test
    void refusesAParentOfAnotherKind() {
        NetworkConfig network = NetworkConfig.revMViT(
                BlobVideo.NETWORK.input(),
                Patch.clip(new Thw(1, 3, 3), BlobVideo.NETWORK.patch().stride()),
                10,
                1,
                1,
                List.of(),
                BlobVideo.NETWORK.pooling(),
                true,
                2,
                0,
                0);

        assertThatThrownBy(() -> training(network, 0.004, Optional.of(parent))
                        .run(renamed("up", "down"), "second", folder.resolve("second"), progress -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(parent.toString(), "fits the network tiny", "a model of its kind");
    }

    @Test
    void refusesAParentWithASingleBitChanged() throws IOException {
        Path weights = new ModelFolder(parent).weightsFile();
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 1] ^= 1;
        Files.write(weights, bytes);

        assertThatThrownBy(() -> training(BlobVideo.NETWORK, 0.004, Optional.of(parent))
                        .run(BlobVideo.clips(folder, 16, 0), "second", folder.resolve("second"), progress -> {}))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("the file is damaged or of another model");
    }

    @Test
    void saysThatThereIsNoParent() {
        assertThatThrownBy(() -> training(BlobVideo.NETWORK, 0.004, Optional.of(folder.resolve("nowhere")))
                        .run(BlobVideo.clips(folder, 4, 0), "second", folder.resolve("second"), progress -> {}))
                .isInstanceOf(ModelLoadException.class)
                .hasMessageContaining("nowhere");
    }

    @Test
    void writesNothingWhenTrainingFails() {
        assertThatThrownBy(() -> training(BlobVideo.NETWORK, 1e18, Optional.empty())
                        .run(BlobVideo.clips(folder, 64, 0), "wild", folder.resolve("wild"), progress -> {}))
                .isInstanceOf(TrainingDivergedException.class);

        assertThat(folder.resolve("wild")).doesNotExist();
    }

    /** The blobs under other names of classes. */
    private ClipSource renamed(String... classes) {
        List<ClipManifest.Entry> entries = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Path file = folder.resolve("renamed-" + i + ".blob");
            try {
                Files.write(file, BlobVideo.bytes(BlobVideo.CLASSES.get(i % 2), i));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            entries.add(new ClipManifest.Entry(
                    file, classes[i % classes.length], "train", Optional.empty(), Optional.empty()));
        }
        return RecordedClips.decode(
                entries,
                List.of(classes),
                BlobVideo.settings(1).recipe().footage(BlobVideo.CLIP),
                BlobVideo::read,
                done -> {});
    }

    private static ModelTraining training(NetworkConfig network, double rate, Optional<Path> parent) {
        TrainingSettings settings = BlobVideo.settings(
                new Steps(6, 8, 1, Optional.empty()), BlobVideo.optimization(rate), Execution.usual());
        return new ModelTraining("tiny", network, BlobVideo.CLIP, settings, parent);
    }

    private static Map<String, float[]> weights(Path model) throws IOException {
        Map<String, float[]> values = new LinkedHashMap<>();
        Safetensors.read(new ModelFolder(model).weightsFile()).forEach((name, tensor) -> {
            float[] copy = new float[tensor.values().remaining()];
            tensor.values().duplicate().get(copy);
            values.put(name, copy);
        });
        return values;
    }
}
