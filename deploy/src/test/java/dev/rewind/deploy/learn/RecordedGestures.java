package dev.rewind.deploy.learn;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.InlineFrames;
import dev.rewind.ingest.decode.JpegFrame;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.ClipManifest.Entry;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Cameras that show recordings of some people, while recordings of others are labelled. */
final class RecordedGestures implements Film {
    private static final int SHORT_SIDE = 128;
    private static final float QUALITY = 0.9f;

    private final ClipSpec clip;
    private final Map<String, List<byte[]>> shown = new HashMap<>();
    private final Map<String, List<Take>> labelled = new HashMap<>();

    /**
     * Decodes all of them.
     *
     * @param clip the form of the clips that cameras show
     */
    RecordedGestures(ClipSpec clip, List<Entry> shownEntries, List<Entry> labelledEntries) {
        this.clip = clip;
        for (Entry entry : shownEntries) {
            shown.computeIfAbsent(entry.label(), label -> new ArrayList<>())
                    .add(joined(middle(jpegs(entry.path()), clip.frames())));
        }
        for (Entry entry : labelledEntries) {
            labelled.computeIfAbsent(entry.label(), label -> new ArrayList<>())
                    .add(new Take(
                            joined(jpegs(entry.path())),
                            clip.period(),
                            entry.group().orElseThrow()));
        }
    }

    @Override
    public ClipSpec clip() {
        return clip;
    }

    @Override
    public byte[] shown(String gesture, long number) {
        List<byte[]> clips = shown.get(gesture);
        return clips.get((int) (number % clips.size()));
    }

    @Override
    public Take labelled(String gesture, int number) {
        return labelled.get(gesture).get(number);
    }

    /** How many recordings of a gesture there are to label. */
    int labelled(String gesture) {
        return labelled.get(gesture).size();
    }

    private List<byte[]> jpegs(Path file) {
        JpegSettings settings = new JpegSettings(DecodeSettings.sampled(clip.period(), SHORT_SIDE), QUALITY);
        List<byte[]> jpegs = new ArrayList<>();
        try (InlineFrames video = InlineFrames.open(file.toString(), settings)) {
            for (Optional<JpegFrame> next = video.next(); next.isPresent(); next = video.next()) {
                jpegs.add(next.get().jpeg());
            }
        }
        return jpegs;
    }

    /** So many frames from the middle; a recording that is too short stands still at its end. */
    private static List<byte[]> middle(List<byte[]> jpegs, int count) {
        List<byte[]> frames = new ArrayList<>(jpegs);
        while (frames.size() < count) {
            frames.add(jpegs.get(jpegs.size() - 1));
        }
        int from = (frames.size() - count) / 2;
        return frames.subList(from, from + count);
    }

    private static byte[] joined(List<byte[]> jpegs) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        jpegs.forEach(all::writeBytes);
        return all.toByteArray();
    }
}
