package dev.rewind.inference.recall;

import dev.rewind.inference.serving.ClipModel;
import dev.rewind.inference.serving.ModelLoader;
import dev.rewind.model.ActionModel;
import dev.rewind.model.Compute;
import dev.rewind.model.ModelFolder;
import dev.rewind.model.engine.DeviceChoice;
import dev.rewind.model.engine.DeviceException;
import dev.rewind.model.engine.Torch;
import dev.rewind.model.kernels.Dtype;
import dev.rewind.topics.KafkaConnection;
import dev.rewind.topics.Label;
import dev.rewind.topics.Topic;
import dev.rewind.topics.models.ModelFeed;
import dev.rewind.topics.models.ModelRecord;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Brings back the very model that made a label, to compute as it did then. */
public final class ModelRecall {
    private ModelRecall() {}

    /**
     * The model from the log.
     *
     * @param downloads for its files while it is loaded
     * @return the caller's to close
     * @throws RecallException if it was removed, or other weights have its name now
     * @throws dev.rewind.topics.models.ModelUnavailableException if its weights are not whole
     */
    public static ClipModel fromLog(KafkaConnection connection, Label.Model made, Path downloads, Compute compute) {
        ModelRecord record = ModelFeed.read(connection)
                .find(made.version())
                .orElseThrow(() -> new RecallException("the model " + made.version() + ", which made the label, is no"
                        + " longer on '" + Topic.MODELS.topicName()
                        + "'; if you have its folder, give it with --model DIR"));
        requireSame(made, record.weights().sha256(), "'" + Topic.MODELS.topicName() + "' names");
        return ModelLoader.fromLog(connection, downloads, compute).load(record);
    }

    /**
     * The model from a folder, whatever its version is called there.
     *
     * @return the caller's to close
     * @throws RecallException if its weights are others
     * @throws dev.rewind.model.ModelLoadException if the folder holds no sound model
     */
    public static ClipModel fromFolder(Path folder, Label.Model made, Compute compute) {
        requireSame(made, new ModelFolder(folder).manifest().sha256(), folder + " holds");
        return ClipModel.of(ActionModel.load(folder, compute), Optional.empty());
    }

    /**
     * How to compute as a label's model did.
     *
     * @param said by the label; null for one of an older inference: it is taken to be exact
     * @param device the one to take; {@code auto} for the label's own where this machine has it
     * @throws RecallException if this version does not know such kernels or such a number format
     */
    public static Compute compute(Label.Compute said, DeviceChoice device) {
        if (said == null) {
            return new Compute(device, Compute.Kind.FAST, Dtype.FP32);
        }
        try {
            return new Compute(
                    device instanceof DeviceChoice.Automatic ? own(said) : device,
                    Compute.Kind.valueOf(said.kernels().toUpperCase(Locale.ROOT)),
                    Dtype.valueOf(said.dtype().toUpperCase(Locale.ROOT)));
        } catch (IllegalArgumentException e) {
            throw new RecallException("the label was computed on '" + said.device() + "' with '" + said.kernels()
                    + "' kernels in '" + said.dtype() + "', which this version does not know; take the version that"
                    + " made the label");
        }
    }

    private static DeviceChoice own(Label.Compute said) {
        DeviceChoice own = DeviceChoice.of(said.device());
        try {
            Torch.manager(own);
            return own;
        } catch (DeviceException e) {
            return DeviceChoice.automatic(); // the label is explained, if not to the last digit
        }
    }

    private static void requireSame(Label.Model made, String sha256, String who) {
        if (!sha256.equals(made.sha256())) {
            throw new RecallException("the label was made by the model " + made.version() + " with the weights "
                    + made.sha256() + ", but " + who + " " + sha256 + "; give the folder of those with --model DIR");
        }
    }
}
