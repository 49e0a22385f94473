package dev.rewind.deploy.learn;

import dev.rewind.training.clips.ClipManifest;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.RecordedClips;
import java.io.PrintWriter;
import java.util.List;

/** Decodes the recordings of a selection, and says how far it is. */
public final class Decoding {
    private Decoding() {}

    /**
     * Decodes every recording.
     *
     * @param footage the frames to keep, and how clips are cut from them
     * @param progress shows a line that counts up
     */
    public static RecordedClips of(
            List<ClipManifest.Entry> entries, List<String> classes, Footage footage, PrintWriter progress) {
        RecordedClips clips = RecordedClips.decode(entries, classes, footage, new VideoRecordings(), done -> {
            progress.printf("\rdecoding %d/%d", done, entries.size());
            progress.flush();
        });
        progress.println();
        return clips;
    }
}
