package dev.rewind.model.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipTensor;
import java.util.List;

/**
 * Turns clips into what a network takes, and its logits into probabilities of the classes; exactly as they are labelled
 * on Kafka. Clips are batched with {@code Batchifier.STACK}. It holds no state: any number of predictors may share one.
 *
 * @param <I> what a clip comes as
 */
public final class ClipTranslator<I> implements Translator<I, Classifications> {
    private final ClipSpec spec;
    private final List<String> classes;
    private final Packing<I> packing;

    private ClipTranslator(ClipSpec spec, List<String> classes, Packing<I> packing) {
        this.spec = spec;
        this.classes = List.copyOf(classes);
        this.packing = packing;
    }

    /** Packs a clip as RGB, frames x height x width x 3 bytes. */
    @FunctionalInterface
    private interface Packing<I> {
        byte[] pack(NDManager manager, I clip);
    }

    /**
     * Takes clips that are packed already: RGB, frames x height x width x 3 bytes.
     *
     * @param spec the clips the network takes
     * @param classes class names, in the order of the logits
     */
    public static ClipTranslator<byte[]> ofPixels(ClipSpec spec, List<String> classes) {
        return new ClipTranslator<>(spec, classes, (manager, pixels) -> pixels);
    }

    /**
     * Takes clips of as many images as the network takes frames, of any size: each is scaled as a whole, as in training.
     *
     * @param spec the clips the network takes
     * @param classes class names, in the order of the logits
     */
    public static ClipTranslator<Image[]> ofImages(ClipSpec spec, List<String> classes) {
        return new ClipTranslator<>(spec, classes, new ImagePacker(spec)::pack);
    }

    /** As {@link #ofImages}, for a network of a single frame. */
    public static ClipTranslator<Image> ofImage(ClipSpec spec, List<String> classes) {
        ImagePacker packer = new ImagePacker(spec);
        return new ClipTranslator<>(spec, classes, packer::pack);
    }

    @Override
    public NDList processInput(TranslatorContext context, I input) {
        NDManager manager = context.getNDManager();
        NDArray clip;
        try (NDScope steps = new NDScope()) {
            clip = ClipTensor.of(manager, spec, List.of(packing.pack(manager, input)))
                    .squeeze(0);
            NDScope.unregister(clip);
        }
        return new NDList(clip);
    }

    @Override
    public Classifications processOutput(TranslatorContext context, NDList list) {
        return new Classifications(classes, list.singletonOrThrow().softmax(-1));
    }
}
