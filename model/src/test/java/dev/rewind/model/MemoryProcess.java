package dev.rewind.model;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import dev.rewind.model.djl.RewindModelZoo;
import dev.rewind.model.engine.Torch;
import java.nio.file.Path;
import java.util.List;

/**
 * Uses the model of a folder over and over, by itself and through DJL, in a process of its own: a heap that grows, or
 * another test, would hide what libtorch keeps. Prints the resident KiB after a first number of times and at the end.
 */
final class MemoryProcess {
    private MemoryProcess() {}

    public static void main(String[] args) throws Exception {
        Torch.useThreads(1);
        Path folder = Path.of(args[0]);
        int first = Integer.parseInt(args[2]);
        int then = Integer.parseInt(args[3]);
        Criteria<byte[], Classifications> criteria = Criteria.builder()
                .setTypes(byte[].class, Classifications.class)
                .optModelZoo(new RewindModelZoo(folder))
                .build();
        switch (args[1]) {
            case "forwards" -> {
                try (ActionModel model = ActionModel.load(folder);
                        ZooModel<byte[], Classifications> zooModel = criteria.loadModel();
                        Predictor<byte[], Classifications> predictor = zooModel.newPredictor()) {
                    byte[] clip = new byte[model.manifest().clip().bytes()];
                    List<byte[]> clips = List.of(clip, clip);
                    Use use = () -> {
                        model.probabilities(clips);
                        predictor.batchPredict(clips);
                    };
                    use.times(first);
                    use.times(then);
                }
            }
            case "loads" -> {
                Use use = () -> {
                    ActionModel.load(folder).close();
                    criteria.loadModel().close();
                };
                use.times(first);
                use.times(then);
            }
            default -> throw new IllegalArgumentException("forwards or loads, not " + args[1]);
        }
    }

    @FunctionalInterface
    private interface Use {
        void once() throws Exception;

        default void times(int count) throws Exception {
            for (int i = 0; i < count; i++) {
                once();
            }
            System.gc(); // so that buffers which nothing holds go
            System.out.println(NativeMemory.resident());
        }
    }
}
