package dev.rewind.training.clips;

import java.nio.file.Path;

/** Decodes a video file; implemented where the decoder lives. */
@FunctionalInterface
public interface RecordingReader {
    /**
     * Every frame of a file, scaled without cropping.
     *
     * @param height of the frames wanted
     * @param width of the frames wanted
     * @throws RuntimeException with one clear line if the file is missing or cannot be decoded
     */
    Recording read(Path file, int height, int width);
}
