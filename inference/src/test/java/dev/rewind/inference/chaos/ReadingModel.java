package dev.rewind.inference.chaos;

import dev.rewind.inference.serving.FunctionModel;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.ModelManifest;
import dev.rewind.model.kernels.Thw;
import dev.rewind.model.network.config.NetworkConfig;
import dev.rewind.model.network.config.Patch;
import dev.rewind.model.network.config.Pooling;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Reads from a clip of {@link Footage} which stream and which frames it is of, so that a label tells what it was made from.
 * How sure it is tells the version. It takes time but no processor, as if a GPU did it.
 */
final class ReadingModel {
    static final ClipSpec CLIP = new ClipSpec(4, 8, 8, Footage.PERIOD, ClipSpec.Sampling.PERIOD);

    /** Sure to so many per cent. */
    static final List<String> VERSIONS = List.of("sure-60", "sure-75");

    private static final Duration BATCH = Duration.ofMillis(20);
    private static final int TORN = Footage.STREAMS + Footage.NUMBERS;
    private static final List<String> CLASSES = classes();

    private ReadingModel() {}

    static FunctionModel of(String version) {
        NetworkConfig network = NetworkConfig.revMViT(
                new Thw(CLIP.frames(), CLIP.height(), CLIP.width()),
                Patch.clip(new Thw(3, 3, 3), new Thw(1, 4, 4)),
                8,
                1,
                1,
                List.of(),
                new Pooling(new Thw(3, 3, 3), new Thw(1, 1, 1)),
                true,
                CLASSES.size(),
                0,
                0);
        ModelManifest manifest = new ModelManifest(
                version, sha256(version), "none", network, CLIP, CLASSES, Instant.EPOCH, null, Map.of());
        float certainty = (float) certainty(version);
        return new FunctionModel(manifest, clips -> {
            LockSupport.parkNanos(BATCH.toNanos());
            return clips.stream().map(clip -> probabilities(clip, certainty)).toList();
        });
    }

    static String sha256(String version) {
        return String.format("%064x", version.hashCode() & 0xFFFFFFFFL);
    }

    /** The score of the stream's class; the frame's gets the rest. */
    static double certainty(String version) {
        return Integer.parseInt(version.substring("sure-".length())) / 100.0;
    }

    static String streamClass(int stream) {
        return CLASSES.get(stream);
    }

    /** The class of a clip that begins with that frame. */
    static String frameClass(int frame) {
        return CLASSES.get(Footage.STREAMS + frame % Footage.NUMBERS);
    }

    private static float[] probabilities(byte[] clip, float certainty) {
        float[] row = new float[CLASSES.size()];
        int stream = Footage.read(clip[0] & 0xFF);
        int first = Footage.read(clip[1] & 0xFF);
        int bytesOfFrame = CLIP.bytes() / CLIP.frames();
        for (int i = 0; i < CLIP.frames(); i++) {
            boolean next = Footage.read(clip[i * bytesOfFrame] & 0xFF) == stream
                    && Footage.read(clip[i * bytesOfFrame + 1] & 0xFF) == (first + i) % Footage.NUMBERS;
            if (!next) {
                row[TORN] = 1;
                return row;
            }
        }
        row[stream] = certainty;
        row[Footage.STREAMS + first] = 1 - certainty;
        return row;
    }

    private static List<String> classes() {
        List<String> names = new ArrayList<>();
        for (int stream = 0; stream < Footage.STREAMS; stream++) {
            names.add("stream " + stream);
        }
        for (int number = 0; number < Footage.NUMBERS; number++) {
            names.add("from " + number);
        }
        names.add("torn");
        return List.copyOf(names);
    }
}
