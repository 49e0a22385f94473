package dev.rewind.deploy.learn;

import dev.rewind.ingest.synthetic.Repertoire;
import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Clips of many kinds of movement, drawn when they are asked for, for pre-training. Each shows a movement as a whole.
 *
 * @param size clips of one epoch
 */
public record RepertoireClips(int size) implements ClipSource {
    public RepertoireClips {
        if (size < 1) {
            throw new IllegalArgumentException("an epoch needs at least one clip, but was given " + size);
        }
    }

    @Override
    public List<String> classes() {
        return Repertoire.labels();
    }

    @Override
    public String fingerprint() {
        return size + " drawn clips of the repertoire";
    }

    @Override
    public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
        // An epoch need not be a multiple of the classes: which come more often is another each time.
        int label = Repertoire.labelOf(random.nextInt(Integer.MAX_VALUE));
        byte[] rgb = Repertoire.renderRgb(label, random.nextLong(), spec.frames(), spec.width(), spec.height());
        return new LabelledClip(rgb, new FrameShape(spec.height(), spec.width()), label);
    }
}
