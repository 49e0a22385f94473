package dev.rewind.ingest.synthetic;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Clips of many kinds of movement for pre-training, drawn from a seed: hands that draw lines in the air, and people near
 * and far who do exercises on the spot or across the picture, before still and moving cameras. A clip shows the whole of
 * a movement, whatever its length. All methods may be called from many threads at once.
 */
public final class Repertoire {
    private static final List<Act> ACTS = Stream.concat(
                    Arrays.<Act>stream(Gesture.values()), Arrays.<Act>stream(Exercise.values()))
            .toList();

    private Repertoire() {}

    /** The class names, hands first. */
    public static List<String> labels() {
        return ACTS.stream().map(Act::label).toList();
    }

    /**
     * The class of a clip of so many: each class as often as any of its kind, and three people for every hand, for hands
     * are learned sooner.
     */
    public static int labelOf(int clip) {
        int gestures = Gesture.values().length;
        return clip % 4 == 0
                ? clip / 4 % gestures
                : gestures + (clip / 4 * 3 + clip % 4 - 1) % Exercise.values().length;
    }

    /**
     * Draws a clip: its frames are spread evenly over all of it.
     *
     * @param label index of the class
     * @return {@code frames * height * width * 3} bytes, packed RGB
     */
    public static byte[] renderRgb(int label, long seed, int frames, int width, int height) {
        PackedFrames packed = new PackedFrames(frames, width, height);
        ACTS.get(label).shot(new SplittableRandom(seed)).draw(frames, width, height, packed::put);
        return packed.rgb();
    }
}
