package dev.rewind.deploy.learn;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.Execution;
import dev.rewind.training.ModelTraining;
import dev.rewind.training.Steps;
import dev.rewind.training.TrainingSettings;
import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import dev.rewind.training.optimize.CosineSchedule;
import dev.rewind.training.optimize.Optimization;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/**
 * Ten gestures of a bright blob over noise: it crosses the picture in one of eight directions, runs round in a circle, or
 * stays where it is. No single frame tells them apart.
 */
final class BlobGestures {
    /** What the model knows from the beginning, and what it is to learn while it serves. */
    static final List<String> KNOWN =
            List.of("east", "north", "north-east", "north-west", "south", "south-east", "south-west", "west");

    static final List<String> NEW = List.of("circle", "still");

    static final ClipSpec CLIP = new ClipSpec(8, 16, 16, Duration.ofMillis(100), Sampling.WHOLE);

    /** The smallest network that learns them. */
    static final NetworkConfig NETWORK = NetworkConfig.revMViT(
            new Thw(8, 16, 16),
            Patch.clip(new Thw(3, 5, 5), new Thw(2, 4, 4)),
            16,
            1,
            2,
            List.of(1),
            new Pooling(new Thw(3, 3, 3), new Thw(1, 2, 2)),
            true,
            2,
            0,
            0);

    private static final int SENT_SIZE = 32;

    private BlobGestures() {}

    /** How a network learns them; not mirrored, since that makes another gesture of it. */
    static TrainingSettings settings(int epochs) {
        return new TrainingSettings(
                7,
                new Steps(epochs, 16, 1, Optional.empty()),
                new Augmentation(0, 0, 0, 0, 0, 0, false),
                0.05,
                new Optimization(
                        new CosineSchedule(0.004, 0.1), 0.01, OptionalDouble.of(1), OptionalDouble.of(100), false),
                Execution.usual());
    }

    /** Writes a model that knows {@link #KNOWN}, as well as so many clips and epochs make it. */
    static Path teach(Path folder, String version, int clips, int epochs) {
        new ModelTraining("blobs", NETWORK, CLIP, settings(epochs), Optional.empty())
                .run(new Drawn(KNOWN, clips), version, folder, progress -> {});
        return folder;
    }

    /** A loop whose cameras show some of them, 25 clips a second. */
    static LiveLoop loop(Path folder, Path base, List<String> shown, int clips, int epochs) {
        return new LiveLoop(folder, base, new Blobs(), shown, Duration.ofMillis(40), clips, settings(epochs));
    }

    /** Each labelled clip is of a camera of its own. */
    private record Blobs() implements Film {
        @Override
        public ClipSpec clip() {
            return CLIP;
        }

        @Override
        public byte[] shown(String gesture, long number) {
            return motionJpeg(gesture, number);
        }

        @Override
        public Take labelled(String gesture, int number) {
            return new Take(motionJpeg(gesture, 1_000_000 + number), CLIP.period(), "camera-" + number);
        }
    }

    /** Clips of some gestures, never the same twice. */
    record Drawn(List<String> classes, int size) implements ClipSource {
        @Override
        public String fingerprint() {
            return size + " blobs of " + classes;
        }

        @Override
        public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
            int label = index % classes.size();
            byte[] rgb = rgb(classes.get(label), random.nextLong(), spec.width());
            return new LabelledClip(rgb, new FrameShape(spec.height(), spec.width()), label);
        }
    }

    /** Packed RGB of all frames. */
    static byte[] rgb(String gesture, long seed, int size) {
        SplittableRandom random = new SplittableRandom(seed * 31 + gesture.hashCode());
        double phase = 2 * Math.PI * random.nextDouble();
        double sideways = 0.3 * (random.nextDouble() - 0.5);
        byte[] rgb = new byte[CLIP.frames() * size * size * 3];
        for (int frame = 0; frame < CLIP.frames(); frame++) {
            double way = frame / (CLIP.frames() - 1.0) - 0.5;
            double[] at = place(gesture, way, phase, sideways);
            for (int pixel = 0; pixel < size * size; pixel++) {
                double x = (pixel % size + 0.5) / size - 0.5;
                double y = (double) ((pixel / size) + 0.5) / size - 0.5;
                boolean inside = Math.hypot(x - at[0], y - at[1]) < 0.17;
                byte value = (byte) (inside ? 230 : random.nextInt(60));
                int first = 3 * (frame * size * size + pixel);
                rgb[first] = value;
                rgb[first + 1] = value;
                rgb[first + 2] = value;
            }
        }
        return rgb;
    }

    /** Where the blob is, from -1/2 to 1/2 across the picture. */
    private static double[] place(String gesture, double way, double phase, double sideways) {
        if (gesture.equals("still")) {
            return new double[] {sideways, 0.3 * Math.sin(phase)};
        }
        if (gesture.equals("circle")) {
            double angle = phase + 2 * Math.PI * way;
            return new double[] {0.28 * Math.cos(angle), 0.28 * Math.sin(angle)};
        }
        double east = gesture.endsWith("east") ? 1 : gesture.endsWith("west") ? -1 : 0;
        double south = gesture.startsWith("south") ? 1 : gesture.startsWith("north") ? -1 : 0;
        double length = Math.hypot(east, south);
        return new double[] {
            (0.7 * way * east - sideways * south) / length, (0.7 * way * south + sideways * east) / length
        };
    }

    /** The clip as JPEGs one after another, as streams and labelled clips bring it. */
    private static byte[] motionJpeg(String gesture, long seed) {
        byte[] rgb = rgb(gesture, seed, SENT_SIZE);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int frame = 0; frame < CLIP.frames(); frame++) {
            BufferedImage image = new BufferedImage(SENT_SIZE, SENT_SIZE, BufferedImage.TYPE_3BYTE_BGR);
            for (int pixel = 0; pixel < SENT_SIZE * SENT_SIZE; pixel++) {
                int grey = rgb[3 * (frame * SENT_SIZE * SENT_SIZE + pixel)] & 0xFF;
                image.setRGB(pixel % SENT_SIZE, pixel / SENT_SIZE, grey << 16 | grey << 8 | grey);
            }
            try {
                ImageIO.write(image, "jpg", all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toByteArray();
    }
}
