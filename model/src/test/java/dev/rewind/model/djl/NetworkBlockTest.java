package dev.rewind.model.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.Trainer;
import dev.rewind.model.engine.GradMode;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Kernels;
import dev.rewind.model.network.Initializer;
import dev.rewind.model.network.Network;
import dev.rewind.model.network.Pass;
import dev.rewind.model.network.Weights;
import dev.rewind.model.verify.FormulaValues;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkBlockTest {
    @TempDir
    Path directory;

    private NDManager manager;
    private NDArray clips;

    @BeforeEach
    void createClips() {
        Torch.useThreads(1); // the networks here are too small to share
        manager = Torch.manager().newSubManager();
        clips = manager.create(FormulaValues.input("input", Networks.CLIPS), Networks.CLIPS);
    }

    @AfterEach
    void free() {
        manager.close();
    }

    @Test
    void namesItsParametersAsTheStateDictDoesInItsOrder() {
        Network network = Networks.reversible(8, 0);

        NetworkBlock block = new NetworkBlock(network);

        assertThat(block.getParameters().keys())
                .containsExactlyElementsOf(network.shapes().keySet());
        assertThat(type(block, "pos_embed_spatial")).isEqualTo(Parameter.Type.OTHER);
        assertThat(type(block, "patch_embed.proj.weight")).isEqualTo(Parameter.Type.WEIGHT);
        assertThat(type(block, "head.projection.bias")).isEqualTo(Parameter.Type.BIAS);
        assertThat(type(block, "norm.weight")).isEqualTo(Parameter.Type.GAMMA);
        assertThat(type(block, "rev_backbone.layers.0.F.attn.norm_k.bias")).isEqualTo(Parameter.Type.BETA);
    }

    @Test
    void givesTheLogitsOfItsNetworkAndLeavesNothingWithTheModel() {
        for (Network network : List.of(Networks.reversible(8, 0.1), Networks.withClassToken())) {
            try (GradMode on = GradMode.on(); // as in every new thread
                    Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
                NetworkBlock block = new NetworkBlock(network, weights);

                NDArray logits = Networks.forward(block, clips, false);

                assertThat(logits.toFloatArray()).containsExactly(logits(network, weights));
                assertThat(logits.getManager()).isSameAs(manager);
                assertThat(logits.hasGradient()).isFalse();
                assertThat(GradMode.recording()).isTrue();
                assertThat(Networks.arrays(weights)).isEqualTo(weights.asMap().size());
                assertThat(block.getOutputShapes(new Shape[] {Networks.CLIPS})).containsExactly(logits.getShape());
            }
        }
    }

    @Test
    void lendsItsWeightsWithoutGivingThemAway() {
        Network network = Networks.reversible(8, 0);
        try (Weights weights = Weights.create(manager, network.shapes(), new Initializer(1))) {
            NetworkBlock block = new NetworkBlock(network, weights);

            try (Weights lent = block.weights()) {
                assertThat(lent.asMap()).isEqualTo(weights.asMap());
                assertThat(lent.manager()).isSameAs(weights.manager());
            }

            assertThat(Networks.forward(block, clips, false).toFloatArray()).hasSize(12);
        }
    }

    @Test
    void isReadBackFromDjlsFileAsItWasSaved() throws Exception {
        float[] saved;
        try (Model model = Networks.model(Networks.reversible(8, 0));
                Trainer trainer = model.newTrainer(Networks.config())) {
            trainer.initialize(Networks.CLIPS);
            saved = Networks.forward(model.getBlock(), clips, false).toFloatArray();
            model.save(directory, "small");
        }

        try (Model model = Networks.model(Networks.reversible(8, 0))) {
            model.load(directory, "small");

            assertThat(Networks.forward(model.getBlock(), clips, false).toFloatArray())
                    .containsExactly(saved);
            assertThat(model.describeInput().get("clips")).isEqualTo(Networks.CLIPS);
        }
    }

    @Test
    void refusesDjlsFileOfAnotherNetwork() throws Exception {
        try (Model model = Networks.model(Networks.reversible(8, 0));
                Trainer trainer = model.newTrainer(Networks.config())) {
            trainer.initialize(Networks.CLIPS);
            model.save(directory, "small");
        }

        try (Model model = Networks.model(Networks.reversible(16, 0))) {
            assertThatThrownBy(() -> model.load(directory, "small"))
                    .isInstanceOf(MalformedModelException.class)
                    .hasMessage(
                            "parameter 'pos_embed_spatial' is (1, 16, 8) in the file, but (1, 16, 16) in the network;"
                                    + " load the file of a network of the same configuration");
        }
    }

    @Test
    void refusesClipsThatItsNetworkDoesNotTake() {
        NetworkBlock block = new NetworkBlock(Networks.reversible(8, 0));

        assertThatThrownBy(() -> block.initialize(manager, DataType.FLOAT32, new Shape(2, 3, 4, 16, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the network takes (2, 3, 4, 16, 16), but is initialised for (2, 3, 4, 16, 8)");
    }

    @Test
    void refusesWeightsOfAnotherNetwork() {
        try (Weights weights = Weights.create(manager, Networks.withClassToken().shapes(), new Initializer(1))) {
            assertThatThrownBy(() -> new NetworkBlock(Networks.reversible(8, 0), weights))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("the network has no parameter 'pos_embed_spatial'");
        }
    }

    private float[] logits(Network network, Weights weights) {
        try (GradMode off = GradMode.off();
                NDScope scope = new NDScope()) {
            return network.forward(weights, Pass.serving(Kernels.fast()), clips).toFloatArray();
        }
    }

    private static Parameter.Type type(NetworkBlock block, String name) {
        return block.getParameters().get(name).getType();
    }
}
