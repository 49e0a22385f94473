package dev.rewind.inference.serving;

import dev.rewind.topics.models.ModelRecord;

/** Brings a model that the log names into memory. */
@FunctionalInterface
public interface ModelLoader {
    /**
     * Loads a model; closing it is the caller's. Whatever is wrong with it comes as an exception, and nothing of it stays.
     */
    ClipModel load(ModelRecord model);
}
