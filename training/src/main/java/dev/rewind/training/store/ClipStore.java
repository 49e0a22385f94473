package dev.rewind.training.store;

import dev.rewind.topics.LabelledClipHeaders;
import dev.rewind.topics.UnreadableRecordException;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.Recording;
import dev.rewind.training.clips.RecordingReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * What {@code labelled-clips} says, with each clip's decoded frames in a file named by the SHA-256 of the clip's bytes and
 * of how they are decoded. A file with such a name is whole, so that a restart decodes nothing again; one that is lost is
 * made again from the topic. Bounded: what does not fit is refused.
 */
public final class ClipStore {
    private static final String ENDING = ".frames";

    private final Path directory;
    private final StoreLimits limits;
    private final StoredFootage footage;
    private final HeldOut heldOut;
    private final ClipDecoder decoder;
    private final TreeMap<String, StoredClip> clips = new TreeMap<>(); // one order, however partitions interleave
    private final Map<Path, Integer> uses = new HashMap<>(); // clips of one content share a file
    private long bytes;

    /**
     * Opens the store; what lies in the folder is used as the topic's records name it.
     *
     * @param directory where its files are
     * @param reader decodes video files; fails with a clear line on a file that is none
     */
    public ClipStore(
            Path directory, StoreLimits limits, StoredFootage footage, HeldOut heldOut, RecordingReader reader) {
        this.directory = directory;
        this.limits = limits;
        this.footage = footage;
        this.heldOut = heldOut;
        this.decoder = new ClipDecoder(reader);
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    /** In what size clips are kept. */
    public StoredFootage footage() {
        return footage;
    }

    /**
     * Takes note of a record: a clip, a correction that replaces one, or a tombstone that forgets it.
     *
     * @throws UnreadableRecordException if it is none of these or does not fit; an older clip of that id is gone then too,
     *     as it will be from the topic
     */
    public void apply(ConsumerRecord<String, byte[]> record) {
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

    /** Lets a clip go, if it is there, and says what it was. */
    public Optional<StoredClip> forget(String id) {
        Optional<StoredClip> before = Optional.ofNullable(clips.remove(id));
        before.ifPresent(this::release);
        return before;
    }

    /** Every clip, by id. */
    public List<StoredClip> clips() {
        return List.copyOf(clips.values());
    }

    /** Whether a clip's file is gone or damaged, so that the topic must be read again. */
    public boolean hasLost() {
        return uses.keySet().stream().anyMatch(file -> !MappedFrames.isWhole(file));
    }

    /** Deletes the files that no clip names: of clips forgotten while nobody looked, or broken off in the writing. */
    public void sweep() {
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
        if (record.value().length == 0) {
            throw new UnreadableRecordException("the clip has no bytes; send a video file");
        }
        boolean held = heldOut.holds(attributes.group());
        Path file = directory.resolve(name(record, footage.of(held)) + ENDING);
        try {
            requireRoom(0);
            if (!MappedFrames.isWhole(file)) {
                write(record, attributes, footage.of(held), file);
            }
            long size = Files.size(file);
            if (!uses.containsKey(file)) {
                requireRoom(size);
                bytes += size;
            }
            uses.merge(file, 1, Integer::sum);
            return new StoredClip(
                    record.key(),
                    attributes.label(),
                    attributes.group(),
                    held,
                    file,
                    size,
                    record.partition(),
                    record.offset());
        } catch (IOException e) {
            throw unwritable(e);
        }
    }

    private void requireRoom(long added) {
        if (clips.size() >= limits.clips() || bytes + added > limits.bytes()) {
            throw new UnreadableRecordException("the clip does not fit into the store, which holds " + clips.size()
                    + " of at most " + limits.clips() + " clips and " + bytes + " of at most " + limits.bytes()
                    + " bytes; forget clips by tombstones, or allow more, then send it again");
        }
    }

    private void write(ConsumerRecord<String, byte[]> record, LabelledClipHeaders attributes, Footage kept, Path file)
            throws IOException {
        Path video = directory.resolve("incoming.part");
        Path part = directory.resolve("decoded.part");
        Recording recording = thinned(decoder.decode(record, attributes.contentType(), kept.scaling(), video));
        requireRoom(MappedFrames.fileBytes(recording));
        MappedFrames.write(recording, part);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** At most so many frames as are kept of a clip, evenly spread from the first to the last. */
    private Recording thinned(Recording recording) {
        int most = limits.frames();
        int found = recording.frames().size();
        if (found <= most) {
            return recording;
        }
        List<byte[]> frames = new ArrayList<>(most);
        List<Duration> times = new ArrayList<>(most);
        for (int i = 0; i < most; i++) {
            int frame = (int) ((long) i * (found - 1) / (most - 1));
            frames.add(recording.frames().get(frame));
            times.add(recording.times().get(frame));
        }
        return new Recording(recording.shape(), frames, times);
    }

    /** Lets go of a clip that is no longer listed. */
    private void release(StoredClip clip) {
        if (uses.merge(clip.file(), -1, Integer::sum) > 0) {
            return;
        }
        uses.remove(clip.file());
        bytes -= clip.bytes();
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

    /** What decides the frames: the clip's bytes, the period of its pictures, their size, and how many are kept. */
    private String name(ConsumerRecord<String, byte[]> record, Footage kept) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(record.value());
            Header period = record.headers().lastHeader("ce_periodus");
            if (period != null && period.value() != null) {
                digest.update(period.value());
            }
            digest.update((kept.scaling() + " " + limits.frames()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
