package dev.rewind.ingest.child;

import dev.rewind.ingest.Recording;
import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Videos that were damaged by chance, the same ones for the same seed. */
final class Mutants {
    /** Larger ones take long to decode and are damaged no other way. */
    private static final long LARGEST = 300_000;

    private static final int MOST_FLIPS = 64;

    private final List<byte[]> whole;
    private final Random random;

    private Mutants(List<byte[]> whole, long seed) {
        this.whole = whole;
        random = new Random(seed);
    }

    /** Of small videos in every container that is written here, and of the shared ones where there are any. */
    static Mutants of(Path folder, long seed) throws IOException {
        List<byte[]> whole = new ArrayList<>();
        for (String container : List.of("mp4", "mkv", "avi", "ts", "mov")) {
            whole.add(Files.readAllBytes(Recording.steady(folder.resolve("small." + container), 12, 25)));
        }
        for (SyntheticVideos.Format format : SyntheticVideos.Format.values()) {
            Path file = folder.resolve("drawn-" + format);
            whole.add(Files.readAllBytes(
                    SyntheticVideos.write(file, SyntheticAction.WAVE, 1, Duration.ofMillis(500), format)));
        }
        Path shared = Path.of(System.getProperty("rewind.shared", "missing"), "data/decode");
        if (Files.isDirectory(shared)) {
            try (Stream<Path> files = Files.list(shared)) {
                for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                    if (Files.size(file) > 0 && Files.size(file) <= LARGEST) {
                        whole.add(Files.readAllBytes(file));
                    }
                }
            }
        }
        return new Mutants(whole, seed);
    }

    byte[] next() {
        byte[] video = any().clone();
        return switch (random.nextInt(5)) {
            case 0 -> flipped(video, video.length);
            // Containers say most at their beginning and end.
            case 1 -> flipped(video, Math.min(video.length, 1024));
            case 2 -> Arrays.copyOf(video, 1 + random.nextInt(video.length));
            case 3 -> spliced(video, any());
            default -> overwritten(video);
        };
    }

    private byte[] any() {
        return whole.get(random.nextInt(whole.size()));
    }

    private byte[] flipped(byte[] video, int within) {
        boolean atEnd = random.nextBoolean();
        for (int flips = 1 + random.nextInt(MOST_FLIPS); flips > 0; flips--) {
            int place = random.nextInt(within);
            video[atEnd ? video.length - 1 - place : place] ^= (byte) (1 << random.nextInt(8));
        }
        return video;
    }

    private byte[] spliced(byte[] first, byte[] second) {
        int head = random.nextInt(first.length);
        int from = random.nextInt(second.length);
        byte[] both = Arrays.copyOf(first, head + second.length - from);
        System.arraycopy(second, from, both, head, second.length - from);
        return both;
    }

    /** With the smallest, largest or any other values, as counts and lengths make the most trouble. */
    private byte[] overwritten(byte[] video) {
        int from = random.nextInt(video.length);
        int to = Math.min(video.length, from + 1 + random.nextInt(16));
        byte value = (byte) List.of(0, 0xff, 0x7f, random.nextInt(256))
                .get(random.nextInt(4))
                .intValue();
        Arrays.fill(video, from, to, value);
        return video;
    }
}
