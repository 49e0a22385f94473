package dev.rewind.training;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.ClipSpec.Sampling;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import dev.rewind.model.network.config.Reversible;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import dev.rewind.training.augment.Augmentation;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import dev.rewind.training.clips.Recording;
import dev.rewind.training.optimize.CosineSchedule;
import dev.rewind.training.optimize.Optimization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/**
 * A video format of two words: {@code left 17} is a bright blob that moves left over noise, {@code right 17} one that
 * moves right; the number seeds place and noise. One frame alone does not tell them apart. {@code still 17} is one that
 * stays in the middle.
 */
public final class BlobVideo {
    /** The smallest network that learns them, and its clips. */
    public static final NetworkConfig NETWORK = NetworkConfig.revMViT(
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

    /** An ordinary network for the same clips. */
    public static final NetworkConfig ORDINARY = network(null, 0, 0);

    public static final ClipSpec CLIP = new ClipSpec(8, 16, 16, Duration.ofMillis(100), Sampling.WHOLE);
    public static final List<String> CLASSES = List.of("left", "right");

    /** A third class, to learn later. */
    public static final String STILL = "still";

    /** What learns them in a dozen epochs. */
    public static final Optimization OPTIMIZATION = optimization(0.004);

    private static final int FRAMES = 12;

    private BlobVideo() {}

    /** With clipping and another peak of the learning rate. */
    public static Optimization optimization(double rate) {
        return new Optimization(
                new CosineSchedule(rate, 0.1), 0.01, OptionalDouble.of(1), OptionalDouble.of(500), false);
    }

    /** The network with another way to be reversible, or none, and other rates of what is dropped while it learns. */
    public static NetworkConfig network(Reversible reversible, double dropPath, double dropout) {
        return new NetworkConfig(
                NETWORK.input(),
                NETWORK.patch(),
                NETWORK.embedDim(),
                NETWORK.heads(),
                NETWORK.depth(),
                NETWORK.mlpRatio(),
                NETWORK.projection(),
                NETWORK.position(),
                NETWORK.classToken(),
                NETWORK.pooling(),
                NETWORK.transitions(),
                reversible,
                NETWORK.meanFirst(),
                NETWORK.classes(),
                dropPath,
                dropout);
    }

    /** Trains without varying the clips, since a mirrored blob moves the other way. */
    public static TrainingSettings settings(int epochs) {
        return settings(new Steps(epochs, 8, 1, Optional.empty()), OPTIMIZATION, Execution.usual());
    }

    /** The same with other parts. */
    public static TrainingSettings settings(Steps steps, Optimization optimization, Execution execution) {
        return new TrainingSettings(7, steps, new Augmentation(0, 0, 0, 0, 0, 0, false), 0.05, optimization, execution);
    }

    public static byte[] bytes(String direction, long seed) {
        return (direction + " " + seed).getBytes(StandardCharsets.UTF_8);
    }

    /** So many videos, half of each class, decoded for training. */
    public static RecordedClips clips(Path folder, int count, long firstSeed) {
        return clips(folder, count, firstSeed, settings(1).recipe().footage(CLIP));
    }

    /** So many videos, half of each class, decoded as a recipe wants them. */
    public static RecordedClips clips(Path folder, int count, long firstSeed, Footage footage) {
        List<ClipManifest.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String direction = CLASSES.get(i % 2);
            Path file = folder.resolve(direction + "-" + (firstSeed + i) + ".blob");
            try {
                Files.write(file, bytes(direction, firstSeed + i));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            entries.add(new ClipManifest.Entry(file, direction, "train", Optional.empty(), Optional.empty()));
        }
        return RecordedClips.decode(entries, CLASSES, footage, BlobVideo::read, done -> {});
    }

    /** Reads a file of this format, whose pictures are a third wider than high. */
    public static Recording read(Path file, Scaling scaling) {
        FrameShape shape = scaling.of(new FrameShape(48, 64));
        return read(file, shape.height(), shape.width());
    }

    /** Reads a file of this format in any size. */
    public static Recording read(Path file, int height, int width) {
        String[] words = words(file);
        if (words.length != 2 || !(CLASSES.contains(words[0]) || words[0].equals(STILL)) || !words[1].matches("\\d+")) {
            throw new IllegalArgumentException(file + " is no blob video");
        }
        SplittableRandom random = new SplittableRandom(Long.parseLong(words[1]));
        double row = height * (0.3 + 0.4 * random.nextDouble());
        List<byte[]> frames = new ArrayList<>();
        List<Duration> times = new ArrayList<>();
        for (int i = 0; i < FRAMES; i++) {
            double way =
                    switch (words[0]) {
                        case "right" -> i;
                        case "left" -> FRAMES - 1 - i;
                        default -> (FRAMES - 1) / 2.0;
                    };
            frames.add(frame(height, width, row, width * (0.15 + 0.7 * way / (FRAMES - 1)), random));
            times.add(Duration.ofMillis(100L * i));
        }
        return new Recording(new FrameShape(height, width), frames, times);
    }

    private static byte[] frame(int height, int width, double row, double column, SplittableRandom random) {
        byte[] rgb = new byte[height * width * 3];
        double radius = height / 5.0;
        for (int i = 0; i < rgb.length; i++) {
            boolean inside = Math.hypot(i / 3 / width - row, i / 3 % width - column) < radius;
            rgb[i] = (byte) (inside ? 230 : random.nextInt(60));
        }
        return rgb;
    }

    private static String[] words(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).split(" ");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
