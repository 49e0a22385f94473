package dev.rewind.model.djl;

import ai.djl.repository.zoo.ModelZoo;
import java.nio.file.Path;
import java.util.Set;

/**
 * The model of one folder, for {@code Criteria}. Its manifest decides network, clips and classes:
 *
 * <pre>{@code
 * Criteria<Image[], Classifications> criteria = Criteria.builder()
 *         .setTypes(Image[].class, Classifications.class)
 *         .optModelZoo(new RewindModelZoo(Path.of("my-model")))
 *         .build();
 * }</pre>
 *
 * Inputs may be {@code Image[]}, {@code byte[]} of packed RGB, {@code Image} where the network takes one frame, or an
 * {@code NDList} that gives an {@code NDList} of logits. Loading throws {@code MalformedModelException} with the words of
 * {@link dev.rewind.model.ModelLoadException} if the folder does not hold a whole model, and a
 * {@link dev.rewind.model.engine.DeviceException} if {@code optDevice} asks for a GPU that cannot be used. The weights are
 * frozen until {@code ZooModel.newTrainer} thaws them.
 */
public final class RewindModelZoo extends ModelZoo {
    static final String GROUP = "dev.rewind";

    /** A zoo of the model that lies in the folder; it is read when the criteria load it. */
    public RewindModelZoo(Path directory) {
        addModel(new FolderLoader(directory));
    }

    @Override
    public String getGroupId() {
        return GROUP;
    }

    @Override
    public Set<String> getSupportedEngines() {
        return Set.of(FolderLoader.ENGINE);
    }
}
