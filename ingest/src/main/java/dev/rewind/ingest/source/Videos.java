package dev.rewind.ingest.source;

import dev.rewind.ingest.decode.SourceException;
import java.util.List;
import java.util.Optional;

/** Videos that have an end, played one after another at any pace. */
public sealed interface Videos extends Source
        permits VideoFile, VideoFolder, VideoGlob, PictureSequence, StandardInput {
    /**
     * What there is to play now, in order.
     *
     * @throws SourceException if there is nothing
     */
    List<Input> inputs();

    /** Whether they can be played again. */
    default boolean repeats() {
        return true;
    }

    /** The names of files that are passed over, since they do not look like videos. */
    default List<String> skipped() {
        return List.of();
    }

    @Override
    default boolean isWatched() {
        return arrivals().isPresent();
    }

    /** Finds those that are new, again and again; empty where what is there now is all. */
    default Optional<NewFiles> arrivals() {
        return Optional.empty();
    }
}
