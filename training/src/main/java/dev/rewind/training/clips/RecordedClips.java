package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.model.transform.Scaling;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Clips cut from the recordings of a manifest, which are decoded once and held in memory. */
public final class RecordedClips implements ClipSource {
    private static final long HEAP_SHARE = 2;

    private final List<String> classes;
    private final List<ClipManifest.Entry> entries;
    private final List<Recording> recordings;
    private final Footage footage;

    private RecordedClips(
            List<String> classes, List<ClipManifest.Entry> entries, List<Recording> recordings, Footage footage) {
        this.classes = classes;
        this.entries = entries;
        this.recordings = recordings;
        this.footage = footage;
    }

    /** The class names of some entries, sorted. */
    public static List<String> classesOf(List<ClipManifest.Entry> entries) {
        return entries.stream()
                .map(ClipManifest.Entry::label)
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Decodes every recording.
     *
     * @param classes the class names; every entry's label must be one of them
     * @param footage the frames to keep, and how clips are cut from them
     * @param progress told after each recording how many are decoded
     * @throws IllegalArgumentException if a label is not among the classes, or the frames take more than half of the heap
     */
    public static RecordedClips decode(
            List<ClipManifest.Entry> entries,
            List<String> classes,
            Footage footage,
            RecordingReader reader,
            Consumer<Integer> progress) {
        return decode(
                entries,
                classes,
                footage,
                reader,
                progress,
                Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** As the public one, within so many bytes. */
    static RecordedClips decode(
            List<ClipManifest.Entry> entries,
            List<String> classes,
            Footage footage,
            RecordingReader reader,
            Consumer<Integer> progress,
            long bytes) {
        requireKnown(entries, classes);
        List<Recording> recordings = new ArrayList<>(entries.size());
        long room = bytes;
        for (ClipManifest.Entry entry : entries) {
            Recording recording = reader.read(entry.path(), footage.scaling());
            room -= recording.frames().size() * requireSize(recording, footage.scaling(), entry.path());
            if (room < 0) {
                throw new IllegalArgumentException("the decoded clips do not fit into memory: " + recordings.size()
                        + " of " + entries.size() + " fill the " + (bytes >> 20) + " MiB, half of the Java heap, that"
                        + " they may take; give more with REWIND_JAVA_OPTIONS=-Xmx8g, or train on fewer clips");
            }
            recordings.add(recording);
            progress.accept(recordings.size());
        }
        return new RecordedClips(classes, entries, recordings, footage);
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return recordings.size();
    }

    @Override
    public String fingerprint() {
        return RecordingsHash.of(entries, recordings);
    }

    @Override
    public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
        return labelled(index, footage.draw(recordings.get(index), spec, random));
    }

    /** The one clip of a recording that evaluation sees. */
    public LabelledClip fixed(int index, ClipSpec spec) {
        return labelled(index, FrameSampling.fixed(recordings.get(index), spec));
    }

    /** Those whose entries fit, of the same classes; nothing is decoded again. */
    public RecordedClips where(Predicate<ClipManifest.Entry> fits) {
        int[] kept = IntStream.range(0, entries.size())
                .filter(i -> fits.test(entries.get(i)))
                .toArray();
        return new RecordedClips(
                classes,
                Arrays.stream(kept).mapToObj(entries::get).toList(),
                Arrays.stream(kept).mapToObj(recordings::get).toList(),
                footage);
    }

    /** The length in the middle of all recordings' lengths. */
    public Duration medianLength() {
        List<Duration> lengths =
                recordings.stream().map(Recording::length).sorted().toList();
        return lengths.get(lengths.size() / 2);
    }

    private LabelledClip labelled(int index, byte[] rgb) {
        return new LabelledClip(
                rgb,
                recordings.get(index).shape(),
                classes.indexOf(entries.get(index).label()));
    }

    /** Bytes of each frame, which must be scaled as was asked for; to scale it once more changes nothing. */
    private static long requireSize(Recording recording, Scaling scaling, Path file) {
        FrameShape found = recording.shape();
        FrameShape wanted = scaling.of(found);
        if (!found.equals(wanted)) {
            throw new IllegalArgumentException("a frame of " + wanted.height() + " x " + wanted.width() + " has "
                    + wanted.bytes() + " bytes, but those decoded of " + file + " have " + found.bytes());
        }
        return found.bytes();
    }

    static void requireKnown(List<ClipManifest.Entry> entries, List<String> classes) {
        String unknown = entries.stream()
                .map(ClipManifest.Entry::label)
                .filter(label -> !classes.contains(label))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the clips have classes that the model does not know: " + unknown
                    + "; it knows " + String.join(", ", classes));
        }
    }
}
