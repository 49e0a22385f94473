package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.SyntheticVideos.Format;
import java.time.Duration;
import java.util.Objects;

/**
 * What a data set of synthetic clips holds. What is in neither {@code val} nor {@code test} is in {@code train}.
 *
 * @param seed of the whole data set
 * @param clipsPerClass clips of each of the ten actions; each lies in another scene
 * @param valFraction share of the scenes in the split {@code val}
 * @param testFraction share of the scenes in the split {@code test}
 * @param length of each clip
 * @param width of the pictures in pixels, even
 * @param height of the pictures in pixels, even
 * @param format of the files
 */
public record DatasetSpec(
        long seed,
        int clipsPerClass,
        double valFraction,
        double testFraction,
        Duration length,
        int width,
        int height,
        Format format) {

    public DatasetSpec {
        Objects.requireNonNull(format, "format");
        if (clipsPerClass < 1) {
            throw new IllegalArgumentException(
                    "a data set needs at least one clip of each class, not " + clipsPerClass);
        }
        if (!(valFraction >= 0 && testFraction >= 0 && valFraction + testFraction < 1)) {
            throw new IllegalArgumentException("the fractions val " + valFraction + " and test " + testFraction
                    + " must not be negative and must leave something to train on");
        }
        SyntheticVideos.requirePositive(length);
        new VideoFile.Size(width, height);
    }

    /** Clips of three seconds in H.264; a tenth of the scenes each is for validation and test. */
    public static DatasetSpec of(long seed, int clipsPerClass) {
        return new DatasetSpec(
                seed, clipsPerClass, 0.1, 0.1, Duration.ofSeconds(3), Camera.WIDTH, Camera.HEIGHT, Format.H264_MP4);
    }

    /** The split of each scene in turn. */
    String split(int scene) {
        int val = (int) Math.round(clipsPerClass * valFraction);
        int test = (int) Math.round(clipsPerClass * testFraction);
        if (scene >= clipsPerClass - test) {
            return "test";
        }
        return scene >= clipsPerClass - test - val ? "val" : "train";
    }
}
