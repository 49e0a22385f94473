package dev.rewind.inference.replay;

import dev.rewind.model.ModelManifest;
import dev.rewind.topics.Label;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A clip that was labelled again.
 *
 * @param said what was said of it before; empty when it was cut anew
 * @param now what the model says now
 * @param model that model
 * @param probabilities of all its classes, in the order of the manifest
 */
public record Relabelled(Optional<Label> said, Label now, ModelManifest model, float[] probabilities) {
    /** What the model says now of a class; empty for one that it does not know. */
    public OptionalDouble score(String name) {
        int index = model.classes().indexOf(name);
        return index < 0 ? OptionalDouble.empty() : OptionalDouble.of(probabilities[index]);
    }
}
