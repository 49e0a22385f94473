package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Clips cut from the recordings of a manifest, which are decoded once and held in memory. */
public final class RecordedClips implements ClipSource {
    private static final long MEMORY_SHARE = 2;

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
     */
    public static RecordedClips decode(
            List<ClipManifest.Entry> entries,
            List<String> classes,
            ClipSpec spec,
            RecordingReader reader,
            Consumer<Integer> progress) {
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
        long room = Runtime.getRuntime().maxMemory() / MEMORY_SHARE;
        for (ClipManifest.Entry entry : entries) {
            Recording recording = reader.read(entry.path(), spec.height(), spec.width());
            room -= (long) recording.frames().size() * spec.height() * spec.width() * 3;
            if (room < 0) {
                throw new IllegalArgumentException("the decoded clips do not fit into memory: " + recordings.size()
                        + " of " + entries.size() + " took half of the Java heap; give more with JAVA_OPTS=-Xmx8g, or"
                        + " train on fewer clips");
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
        return new LabelledClip(FrameSampling.random(recordings.get(index), spec, random), label(index));
    }

    /** The one clip of a recording that evaluation sees. */
    public LabelledClip fixed(int index, ClipSpec spec) {
        return new LabelledClip(FrameSampling.fixed(recordings.get(index), spec), label(index));
    }

    private int label(int index) {
        return classes.indexOf(entries.get(index).label());
    }

    /** The length in the middle of all recordings' lengths. */
    public Duration medianLength() {
        List<Duration> lengths =
                recordings.stream().map(Recording::length).sorted().toList();
        return lengths.get(lengths.size() / 2);
    }
}
