package dev.rewind.model.imports;

import dev.rewind.model.Preset;
import dev.rewind.model.network.config.Reversible;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

/**
 * Whether a preset and a file's {@code cfg} mean the same computation, where the shapes of the tensors cannot show it. A
 * network that computes otherwise than it was trained loads without a word, and guesses.
 */
final class Agreement {
    private final Preset preset;
    private final Preset said;
    private final List<String> differences = new ArrayList<>();

    private Agreement(Preset preset, Preset said) {
        this.preset = preset;
        this.said = said;
    }

    /**
     * In what they differ.
     *
     * @param said what the file's cfg describes; its tensors have the same shapes as the preset's
     * @return the keys, each with what the cfg has there and what the preset has; empty where they agree
     */
    static List<String> differences(Preset preset, Preset said) {
        Agreement agreement = new Agreement(preset, said);
        agreement.on("DATA.NUM_FRAMES and TRAIN_CROP_SIZE", p -> p.network().input());
        agreement.on("MVIT.PATCH_STRIDE", p -> p.network().patch().stride());
        agreement.on("MVIT.PATCH_PADDING", p -> p.network().patch().padding());
        agreement.on("MVIT.NUM_HEADS", p -> p.network().heads());
        agreement.on("MVIT.MLP_RATIO", p -> p.network().mlpRatio());
        agreement.on("MVIT.POOL_KVQ_KERNEL and POOL_KV_STRIDE", p -> p.network().pooling());
        agreement.on(
                "MVIT.POOL_Q_STRIDE, DIM_MUL and HEAD_MUL", p -> p.network().transitions());
        agreement.on("MVIT.USE_MEAN_POOLING", p -> p.network().meanFirst());
        if (preset.network().reversible() != null && said.network().reversible() != null) {
            agreement.onStreams();
        }
        agreement.on("DATA.SAMPLING_RATE and TARGET_FPS", p -> p.clip().period());
        agreement.on("DATA.MEAN and STD", p -> p.clip().pixels());
        return agreement.differences;
    }

    private void onStreams() {
        onStreams("MVIT.REV.RESPATH_FUSE", r -> r.end().published());
        // Nothing is fused within a single stage, whatever the configs say.
        if (!preset.network().transitions().isEmpty()) {
            onStreams("MVIT.REV.PRE_Q_FUSION", r -> r.fusion().published());
            onStreams("MVIT.REV.RES_PATH", Reversible::residual);
        }
    }

    private void onStreams(String key, Function<Reversible, Object> aspect) {
        on(key, p -> aspect.apply(p.network().reversible()));
    }

    private void on(String key, Function<Preset, Object> aspect) {
        Object ours = aspect.apply(preset);
        Object theirs = aspect.apply(said);
        if (!Objects.equals(ours, theirs)) {
            differences.add(key + " " + theirs + " (" + preset.name() + ": " + ours + ")");
        }
    }
}
