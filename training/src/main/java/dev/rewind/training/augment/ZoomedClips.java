package dev.rewind.training.augment;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.MotionZoom;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.LabelledClip;
import java.util.List;

/** Zooms in on clips as the network will, but to the size that is then varied. */
final class ZoomedClips {
    private ZoomedClips() {}

    /** The clips themselves where the network sees whole frames. */
    static List<LabelledClip> of(ClipSpec spec, List<LabelledClip> clips, FrameShape size) {
        if (!spec.zoomsIn()) {
            return clips;
        }
        MotionZoom zoom = new MotionZoom(size.height(), size.width());
        return clips.stream()
                .map(clip -> new LabelledClip(
                        zoom.of(clip.rgb(), clip.shape().height(), clip.shape().width()), size, clip.label()))
                .toList();
    }
}
