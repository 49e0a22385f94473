package dev.rewind.ingest.synthetic;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Videos of figures that do everyday actions, drawn from a seed: the same seed always gives the same pixels. All methods
 * may be called from many threads at once.
 */
public final class SyntheticVideos {
    /** The frame rate of every file. */
    public static final int FRAMES_PER_SECOND = 15;

    private SyntheticVideos() {}

    /** How a file is encoded. */
    public enum Format {
        H264_MP4("mp4"),
        VP9_WEBM("webm");

        private final String extension;

        Format(String extension) {
            this.extension = extension;
        }

        /** The end of such a file's name, without the dot. */
        public String extension() {
            return extension;
        }
    }

    /** Hears how far a data set is. */
    @FunctionalInterface
    public interface Progress {
        /** Called after each clip. */
        void written(int clips, int total);
    }

    /**
     * Writes one clip of 176x144 pixels.
     *
     * @return the file
     * @throws IOException if the file cannot be written; its message names the file
     */
    public static Path write(Path file, SyntheticAction action, long seed, Duration length, Format format)
            throws IOException {
        requirePositive(length);
        return VideoFile.write(
                file,
                Scene.draw(seed),
                Script.of(action, seconds(length)),
                seed,
                new VideoFile.Size(Camera.WIDTH, Camera.HEIGHT),
                format);
    }

    /**
     * Writes a data set: {@code DIRECTORY/<label>/NNNN.<extension>} and {@code DIRECTORY/manifest.csv} with the columns
     * path (relative to the manifest), label, split (train, val or test) and group. A group is one scene, in which all
     * ten actions are done; it lies in one split as a whole.
     *
     * @return the manifest
     * @throws IOException if a file cannot be written; its message names the file
     */
    public static Path writeDataset(Path directory, DatasetSpec spec, Progress progress) throws IOException {
        return Dataset.write(directory, spec, progress);
    }

    /** The same without anybody listening. */
    public static Path writeDataset(Path directory, DatasetSpec spec) throws IOException {
        return writeDataset(directory, spec, (clips, total) -> {});
    }

    /**
     * Writes a demo of 40 to 55 seconds, {@code demo-<stream>.mp4} (or {@code .webm} for odd streams), in which one
     * figure does all ten actions, and beside it {@code demo-<stream>.csv} with what it does when: from and to in
     * seconds, and the label.
     *
     * @return the video
     * @throws IOException if a file cannot be written; its message names the file
     */
    public static Path writeDemo(Path directory, int stream, long seed) throws IOException {
        return DemoReel.write(directory, stream, seed);
    }

    /**
     * Draws a clip without a file. The whole picture of the files, 176x144, is drawn onto the given size, so that the
     * clip looks like the file's frames scaled down.
     *
     * @param period between two frames
     * @return {@code frames * height * width * 3} bytes, packed RGB
     */
    public static byte[] renderRgb(
            SyntheticAction action, long seed, int frames, Duration period, int width, int height) {
        PackedFrames packed = new PackedFrames(frames, width, height);
        requirePositive(period);
        Script script = Script.of(action, frames * seconds(period));
        Renderer renderer = new Renderer(Scene.draw(seed), script, seed, width, height);
        for (int frame = 0; frame < frames; frame++) {
            packed.put(frame, renderer.at(frame * seconds(period)));
        }
        return packed.rgb();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static void requirePositive(Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException("a duration must be longer than nothing, but is " + duration);
        }
    }
}
