package dev.rewind.training.clips;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.Scaling;
import dev.rewind.model.transform.Views;
import java.util.List;

/** Views of the recordings of a manifest, each decoded when it is asked for: all of them are too large to hold. */
public final class RecordingViews {
    private final List<ClipManifest.Entry> entries;
    private final List<String> classes;
    private final ClipSpec spec;
    private final Views views;
    private final Scaling scaling;
    private final RecordingReader reader;

    /**
     * Views for one model.
     *
     * @param classes the class names; every entry's label must be one of them
     * @param spec the clips that the model takes
     * @throws IllegalArgumentException if a label is not among the classes, or the model has no such views
     */
    public RecordingViews(
            List<ClipManifest.Entry> entries,
            List<String> classes,
            ClipSpec spec,
            Views views,
            RecordingReader reader) {
        RecordedClips.requireKnown(entries, classes);
        this.entries = List.copyOf(entries);
        this.classes = List.copyOf(classes);
        this.spec = spec;
        this.views = views;
        this.scaling = views.scaling(spec);
        this.reader = reader;
    }

    /** How many recordings there are. */
    public int size() {
        return entries.size();
    }

    /** Decodes one recording and cuts its views. */
    public LabelledViews of(int index) {
        ClipManifest.Entry entry = entries.get(index);
        Recording recording = reader.read(entry.path(), scaling);
        List<byte[]> clips = views.of(spec, recording.frames(), recording.shape(), recording.rate());
        return new LabelledViews(clips, classes.indexOf(entry.label()));
    }
}
