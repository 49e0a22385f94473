package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Clips cut from the recordings of a manifest, which are decoded once and held in memory. */
public final class RecordedClips implements ClipSource {
    private static final long HEAP_SHARE = 2;

    private final List<String> classes;
    private final List<ClipManifest.Entry> entries;
    private final List<Recording> recordings;

    private RecordedClips(List<String> classes, List<ClipManifest.Entry> entries, List<Recording> recordings) {
        this.classes = classes;
        this.entries = entries;
        this.recordings = recordings;
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
     * @param spec size of the frames to keep
     * @param progress told after each recording how many are decoded
     * @throws IllegalArgumentException if a label is not among the classes, or the frames take more than half of the heap
     */
    public static RecordedClips decode(
            List<ClipManifest.Entry> entries,
            List<String> classes,
            ClipSpec spec,
            RecordingReader reader,
            Consumer<Integer> progress) {
        return decode(
                entries, classes, spec, reader, progress, Runtime.getRuntime().maxMemory() / HEAP_SHARE);
    }

    /** As the public one, within so many bytes. */
    static RecordedClips decode(
            List<ClipManifest.Entry> entries,
            List<String> classes,
            ClipSpec spec,
            RecordingReader reader,
            Consumer<Integer> progress,
            long bytes) {
        String unknown = entries.stream()
                .map(ClipManifest.Entry::label)
                .filter(label -> !classes.contains(label))
                .distinct()
                .collect(Collectors.joining(", "));
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("the clips have classes that the model does not know: " + unknown
                    + "; it knows " + String.join(", ", classes));
        }
        List<Recording> recordings = new ArrayList<>(entries.size());
        long room = bytes;
        for (ClipManifest.Entry entry : entries) {
            Recording recording = reader.read(entry.path(), spec.height(), spec.width());
            room -= recording.frames().size() * requireSize(recording, spec, entry.path());
            if (room < 0) {
                throw new IllegalArgumentException("the decoded clips do not fit into memory: " + recordings.size()
                        + " of " + entries.size() + " fill the " + (bytes >> 20) + " MiB, half of the Java heap, that"
                        + " they may take; give more with REWIND_JAVA_OPTIONS=-Xmx8g, or train on fewer clips");
            }
            recordings.add(recording);
            progress.accept(recordings.size());
        }
        return new RecordedClips(classes, entries, recordings);
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
    public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
        return labelled(index, FrameSampling.random(recordings.get(index), spec, random));
    }

    /** The one clip of a recording that evaluation sees. */
    public LabelledClip fixed(int index, ClipSpec spec) {
        return labelled(index, FrameSampling.fixed(recordings.get(index), spec));
    }

    /** The length in the middle of all recordings' lengths. */
    public Duration medianLength() {
        List<Duration> lengths =
                recordings.stream().map(Recording::length).sorted().toList();
        return lengths.get(lengths.size() / 2);
    }

    private LabelledClip labelled(int index, byte[] rgb) {
        return new LabelledClip(rgb, classes.indexOf(entries.get(index).label()));
    }

    /** Bytes of each frame, which must be those of the clip's size. */
    private static long requireSize(Recording recording, ClipSpec spec, Path file) {
        long wanted = 3L * spec.height() * spec.width();
        int found = recording.frames().get(0).length;
        if (found != wanted) {
            throw new IllegalArgumentException("a frame of " + spec.height() + " x " + spec.width() + " has " + wanted
                    + " bytes, but those decoded of " + file + " have " + found);
        }
        return wanted;
    }
}
