package dev.rewind.model.djl;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.NoopTranslator;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelManifest;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The translators of one model. */
final class ClipTranslatorFactory implements TranslatorFactory {
    private final Map<Pair<Type, Type>, Translator<?, ?>> translators = new HashMap<>();

    ClipTranslatorFactory(ModelManifest manifest) {
        ClipSpec spec = manifest.clip();
        List<String> classes = manifest.classes();
        add(byte[].class, Classifications.class, ClipTranslator.ofPixels(spec, classes));
        add(Image[].class, Classifications.class, ClipTranslator.ofImages(spec, classes));
        if (spec.frames() == 1) {
            add(Image.class, Classifications.class, ClipTranslator.ofImage(spec, classes));
        }
        add(NDList.class, NDList.class, new NoopTranslator());
    }

    private <I, O> void add(Class<I> input, Class<O> output, Translator<I, O> translator) {
        translators.put(new Pair<>(input, output), translator);
    }

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return translators.keySet();
    }

    @Override
    @SuppressWarnings("unchecked") // add() put it there under its own types
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) {
        return (Translator<I, O>) translators.get(new Pair<Type, Type>(input, output));
    }
}
