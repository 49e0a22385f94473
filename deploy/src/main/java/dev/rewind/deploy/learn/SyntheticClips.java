package dev.rewind.deploy.learn;

import dev.rewind.ingest.synthetic.SyntheticAction;
import dev.rewind.ingest.synthetic.SyntheticVideos;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Clips drawn when they are asked for, every one of a scene never seen before.
 *
 * @param size clips of one epoch
 */
public record SyntheticClips(int size) implements ClipSource {
    public SyntheticClips {
        if (size < 1) {
            throw new IllegalArgumentException("an epoch needs at least one clip, but was given " + size);
        }
    }

    @Override
    public List<String> classes() {
        return Arrays.stream(SyntheticAction.values())
                .map(SyntheticAction::label)
                .toList();
    }

    @Override
    public String fingerprint() {
        return size + " drawn clips";
    }

    @Override
    public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
        SyntheticAction[] actions = SyntheticAction.values();
        int label = index % actions.length;
        byte[] rgb = SyntheticVideos.renderRgb(
                actions[label], random.nextLong(), spec.frames(), spec.period(), spec.width(), spec.height());
        return new LabelledClip(rgb, new FrameShape(spec.height(), spec.width()), label);
    }
}
