package dev.rewind.training.service;

import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.UnreadableRecordException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What {@code labelled-clips} says, with each clip's bytes in a file named by their SHA-256. A file with such a name is
 * whole and can be decoded, so that a restart need not look into it again. Bounded: what does not fit is refused.
 */
final class ClipStore {
    private static final String ENDING = ".clip";

    private final Path directory;
    private final TrainingServiceSettings settings;
    private final Consumer<Path> decode;
    private final TreeMap<String, StoredClip> clips = new TreeMap<>(); // one order, however partitions interleave
    private final Map<Path, Integer> uses = new HashMap<>(); // clips of one content share a file
    private long bytes;

    /** @param decode fails with a clear line on a file that is no video */
    ClipStore(TrainingServiceSettings settings, Consumer<Path> decode) {
        this.directory = settings.workDirectory().resolve("clips");
        this.settings = settings;
        this.decode = decode;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /**
     * Takes note of a record: a clip, a correction that replaces one, or a tombstone that forgets it.
     *
     * @throws UnreadableRecordException if it is none of these or does not fit; an older clip of that id is gone then too,
     *     as it will be from the topic
     */
    void apply(ConsumerRecord<String, byte[]> record) {
        String id = record.key();
        if (id == null || id.isBlank()) {
            throw new UnreadableRecordException("a labelled clip needs a key, its id; send it with kcat -k");
        }
        StoredClip before = clips.remove(id);
        try {
            if (record.value() != null) {
                clips.put(id, stored(record));
            }
        } finally {
            if (before != null) {
                release(before);
            }
        }
    }

    /** Every clip, by id. */
    List<StoredClip> clips() {
        return List.copyOf(clips.values());
    }

    /** Deletes the files that no clip names: of clips forgotten while nobody looked, or broken off in the writing. */
    void sweep() {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(file -> !uses.containsKey(file)).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private StoredClip stored(ConsumerRecord<String, byte[]> record) {
        LabelledClipHeaders attributes = LabelledClipHeaders.read(record.key(), record.headers());
        byte[] video = record.value();
        if (video.length == 0) {
            throw new UnreadableRecordException("the clip has no bytes; send a video file");
        }
        Path file = directory.resolve(sha256(video) + ENDING);
        long added = uses.containsKey(file) ? 0 : video.length;
        if (clips.size() >= settings.maxClips() || bytes + added > settings.maxBytes()) {
            throw new UnreadableRecordException("the clip does not fit into the store, which holds " + clips.size()
                    + " of at most " + settings.maxClips() + " clips and " + bytes + " of at most "
                    + settings.maxBytes() + " bytes; forget clips by tombstones, or allow more, then send it again");
        }
        if (!isWhole(file, video.length)) {
            write(video, file);
        }
        uses.merge(file, 1, Integer::sum);
        bytes += added;
        return new StoredClip(
                attributes.label(), attributes.group(), file, video.length, record.partition(), record.offset());
    }

    private void write(byte[] video, Path file) {
        Path part = directory.resolve("incoming.part");
        try {
            Files.write(part, video);
            requireDecodable(part);
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void requireDecodable(Path part) {
        try {
            decode.accept(part);
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(
                    "the clip cannot be decoded: " + e.getMessage() + "; send a video file", e);
        }
    }

    private static boolean isWhole(Path file, long size) {
        try {
            return Files.exists(file) && Files.size(file) == size;
        } catch (IOException e) {
            return false; // written again, where the reason shows
        }
    }

    /** Lets go of a clip that is no longer listed. */
    private void release(StoredClip clip) {
        if (uses.merge(clip.file(), -1, Integer::sum) > 0) {
            return;
        }
        uses.remove(clip.file());
        bytes -= clip.size();
        try {
            Files.deleteIfExists(clip.file());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private UncheckedIOException unwritable(IOException e) {
        return new UncheckedIOException(
                "the clips in " + directory + " cannot be kept: " + e + "; make room there, or choose another folder",
                e);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
