package dev.rewind.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.ArrayDataset;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.training.loss.Loss;
import dev.rewind.model.ActionModel;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.SmallModel;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.model.verify.FormulaValues;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkBlockTrainingTest {
    @TempDir
    Path folder;

    private NDManager manager;
    private NDArray clips;
    private NDArray labels;

    @BeforeEach
    void createClips() {
        Torch.useThreads(1); // the networks here are too small to share
        manager = Torch.manager().newSubManager();
        clips = manager.create(FormulaValues.input("input", Networks.CLIPS), Networks.CLIPS);
        labels = manager.create(new long[] {0, 1, 2, 1});
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void collectsTheGradientsThatTheNetworkHas() {
        for (Network network : List.of(Networks.reversible(8, 0), Networks.withClassToken())) {
            try (Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
                Map<String, float[]> expected = gradients(network);
                NetworkBlock block = new NetworkBlock(network, weights);
                try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                    NDList logits = new NDList(Networks.forward(block, clips, true));
                    collector.backward(Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), logits));
                }

                expected.forEach((name, gradient) -> {
                    try (NDArray collected = weights.get(name).getGradient()) {
                        assertThat(collected.toFloatArray()).as(name).containsExactly(gradient, within(1e-6f));
                    }
                });
                assertThat(Networks.arrays(weights)).isEqualTo(weights.asMap().size());
            }
        }
    }

    @Test
    void dropsValuesInTrainingAloneAsTheEnginesSeedSays() {
        Network network = Networks.reversible(8, 0.5);
        try (Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
            NetworkBlock block = new NetworkBlock(network, weights);
            Engine.getEngine("PyTorch").setRandomSeed(1);
            float[] dropped = Networks.forward(block, clips, true).toFloatArray();

            assertThat(Networks.forward(block, clips, true).toFloatArray()).isNotEqualTo(dropped);
            Engine.getEngine("PyTorch").setRandomSeed(1);
            assertThat(Networks.forward(block, clips, true).toFloatArray()).containsExactly(dropped);
            float[] served = Networks.forward(block, clips, false).toFloatArray();
            assertThat(served).isNotEqualTo(dropped);
            assertThat(Networks.forward(block, clips, false).toFloatArray()).containsExactly(served);
        }
    }

    @Test
    void lowersTheLossWithDjlsOwnTrainer() throws Exception {
        Engine.getEngine("PyTorch").setRandomSeed(1);
        ArrayDataset dataset = new ArrayDataset.Builder()
                .setData(clips)
                .optLabels(labels)
                .setSampling(2, false)
                .build();
        try (Model model = Networks.model(Networks.reversible(8, 0.1));
                Trainer trainer = model.newTrainer(Networks.config())) {
            trainer.initialize(Networks.CLIPS);
            float before = loss(trainer);

            EasyTrain.fit(trainer, 10, dataset, dataset);

            assertThat(loss(trainer)).isLessThan(before / 2);
        }
    }

    @Test
    void keepsNothingOfATrainingStep() throws Exception {
        try (Weights weights =
                        Weights.create(manager, Networks.reversible(8, 0.1).shapes(), new Initializer(1));
                Model model = Model.newInstance("small", "PyTorch")) {
            model.setBlock(new NetworkBlock(Networks.reversible(8, 0.1), weights));
            try (Trainer trainer = model.newTrainer(Networks.config())) {
                ArrayDataset dataset = new ArrayDataset.Builder()
                        .setData(clips)
                        .optLabels(labels)
                        .setSampling(4, false)
                        .build();
                EasyTrain.fit(trainer, 1, dataset, null);
                int arrays = Networks.arrays(weights); // the optimizer's moments among them

                EasyTrain.fit(trainer, 3, dataset, null);

                assertThat(Networks.arrays(weights)).isEqualTo(arrays);
            }
        }
    }

    @Test
    void startsFromItsOwnValuesAsTheEnginesSeedSays() {
        float[] first = drawn(3);

        assertThat(drawn(3)).containsExactly(first);
        assertThat(drawn(4)).isNotEqualTo(first);
    }

    @Test
    void startsFromDjlsInitialisersWhereTheyAreSet() {
        DefaultTrainingConfig config =
                Networks.config().optInitializer(new ConstantInitializer(0.25f), Parameter.Type.WEIGHT);
        try (Model model = Networks.model(Networks.reversible(8, 0));
                Trainer trainer = model.newTrainer(config)) {
            trainer.initialize(Networks.CLIPS);

            Weights weights = ((NetworkBlock) model.getBlock()).weights();
            assertThat(weights.get("head.projection.weight").toFloatArray()).containsOnly(0.25f);
            assertThat(weights.get("norm.weight").toFloatArray()).containsOnly(1);
            assertThat(weights.get("pos_embed_temporal").toFloatArray()).doesNotContain(0, 0.25f);
        }
    }

    @Test
    void trainsOnFromTheWeightsOfAFolderAndLeavesAFolder() throws Exception {
        Clips.writeModel(folder);
        try (ZooModel<byte[], Classifications> model = Clips.load(folder, byte[].class);
                NDManager manager = model.getNDManager().newSubManager()) {
            assertThat(model.getBlock().getParameters().values()).noneMatch(Parameter::requiresGradient);
            Weights weights = ((NetworkBlock) model.getBlock()).weights();
            float[] before = weights.get("norm.weight").toFloatArray();
            ArrayDataset dataset = new ArrayDataset.Builder()
                    .setData(manager.ones(new Shape(2, 3, 4, 16, 16)))
                    .optLabels(manager.create(new long[] {0, 1}))
                    .setSampling(2, false)
                    .build();
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.softmaxCrossEntropyLoss())
                    .optDevices(Engine.getEngine("PyTorch").getDevices(1)))) {
                EasyTrain.fit(trainer, 1, dataset, null);
            }
            assertThat(weights.get("norm.weight").toFloatArray()).isNotEqualTo(before);

            Path trained = folder.resolve("trained");
            new ModelFolder(trained).write(weights, SmallModel.manifest());

            try (ActionModel read = ActionModel.load(trained);
                    Predictor<byte[], Classifications> predictor = model.newPredictor()) {
                List<byte[]> clips = Clips.random(1);
                Clips.assertSame(
                        predictor.predict(clips.get(0)),
                        read.probabilities(clips).get(0));
            }
        }
    }

    private float loss(Trainer trainer) {
        NDList logits = trainer.evaluate(new NDList(clips));
        return trainer.getLoss().evaluate(new NDList(labels), logits).getFloat();
    }

    private float[] drawn(int seed) {
        Engine.getEngine("PyTorch").setRandomSeed(seed);
        NetworkBlock block = new NetworkBlock(Networks.reversible(8, 0));
        block.initialize(manager, DataType.FLOAT32, Networks.CLIPS);
        return block.weights().get("head.projection.weight").toFloatArray();
    }

    /** By the network itself, of the weights that the seed 1 draws. */
    private Map<String, float[]> gradients(Network network) {
        Map<String, float[]> gradients = new HashMap<>();
        try (GradMode on = GradMode.on();
                Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
            weights.asMap().values().forEach(array -> array.setRequiresGradient(true));
            NDArray logits = network.forward(weights, Pass.serving(Kernels.fast()), clips);
            NDArray loss = Loss.softmaxCrossEntropyLoss().evaluate(new NDList(labels), new NDList(logits));
            JniUtils.backward((PtNDArray) loss, (PtNDArray) manager.create(1f), false, false);
            weights.asMap()
                    .forEach((name, array) ->
                            gradients.put(name, array.getGradient().toFloatArray()));
        }
        return gradients;
    }
}
