package dev.rewind.training.clips;

import dev.rewind.model.transform.Scaling;
import java.nio.file.Path;

/** Decodes a video file; implemented where the decoder lives. */
@FunctionalInterface
public interface RecordingReader {
    /**
     * Every frame of a file, scaled without cropping.
     *
     * @param scaling gives the size of the frames wanted
     * @throws RuntimeException with one clear line if the file is missing or cannot be decoded
     */
    Recording read(Path file, Scaling scaling);
}
