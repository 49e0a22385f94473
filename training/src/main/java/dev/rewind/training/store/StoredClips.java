package dev.rewind.training.store;

import dev.rewind.model.ClipSpec;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.DecodedFrames;
import dev.rewind.training.clips.Footage;
import dev.rewind.training.clips.LabelledClip;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32;

/** Clips cut from the files of the store: nothing of them lies on the heap. */
public final class StoredClips implements ClipSource {
    private final List<StoredClip> clips;
    private final List<String> classes;
    private final Footage footage;
    private final List<DecodedFrames> frames;

    /**
     * Maps the clips' files.
     *
     * @param classes with every clip's label among them
     * @param footage in which they are wanted; clips that are kept otherwise are scaled
     */
    public StoredClips(List<StoredClip> clips, List<String> classes, Footage footage) {
        this.clips = List.copyOf(clips);
        this.classes = List.copyOf(classes);
        this.footage = footage;
        this.frames = clips.stream()
                .map(clip -> MappedFrames.open(clip.file()))
                .map(kept -> ScaledFrames.of(kept, footage.scaling().of(kept.shape())))
                .toList();
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return clips.size();
    }

    @Override
    public String fingerprint() {
        CRC32 sum = new CRC32();
        clips.forEach(clip -> sum.update((clip.file().getFileName() + clip.label()).getBytes(StandardCharsets.UTF_8)));
        return clips.size() + " stored clips " + Long.toHexString(sum.getValue());
    }

    @Override
    public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
        return labelled(index, footage.draw(frames.get(index), spec, random));
    }

    /** The one clip of a recording that evaluation sees. */
    public LabelledClip fixed(int index, ClipSpec spec) {
        return labelled(index, Footage.fixed(frames.get(index), spec));
    }

    /** What is known of a clip. */
    public StoredClip get(int index) {
        return clips.get(index);
    }

    private LabelledClip labelled(int index, byte[] rgb) {
        return new LabelledClip(
                rgb, frames.get(index).shape(), classes.indexOf(clips.get(index).label()));
    }
}
