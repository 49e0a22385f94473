package dev.rewind.deploy.learn;

import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.RecordedClips;
import java.io.PrintWriter;
import java.util.List;

/** Decodes the recordings of a selection, and says how far it is. */
public final class Decoding {
    private Decoding() {}

    /**
     * Decodes every recording.
     *
     * @param spec size of the frames
     * @param progress shows a line that counts up
     */
    public static RecordedClips of(
            List<ClipManifest.Entry> entries, List<String> classes, ClipSpec spec, PrintWriter progress) {
        RecordedClips clips = RecordedClips.decode(entries, classes, spec, new VideoRecordings(), done -> {
            progress.printf("\rdecoding %d/%d", done, entries.size());
            progress.flush();
        });
        progress.println();
        return clips;
    }
}
