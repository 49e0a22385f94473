package dev.rewind.ingest.synthetic;

import java.util.List;

/** A movement that repeats: the pose at each phase of its cycle. */
@FunctionalInterface
interface Motion {

    /** The pose at {@code phase} in [0, 1). */
    Pose at(double phase);

    /** A pose to be held at a phase of the cycle. */
    record Keyframe(double phase, Pose pose) {}

    /** A motion that eases from key to key and from the last back to the first, which lies at phase 0. */
    static Motion through(Keyframe... keys) {
        List<Keyframe> path = List.of(keys);
        return phase -> {
            int next = 0;
            while (next < path.size() && path.get(next).phase <= phase) {
                next++;
            }
            Keyframe from = path.get(next - 1);
            Keyframe to = next < path.size() ? path.get(next) : new Keyframe(1, path.get(0).pose);
            return from.pose.towards(to.pose, ease((phase - from.phase) / (to.phase - from.phase)));
        };
    }

    /** Goes from 0 to 1 with no speed at either end. */
    static double ease(double share) {
        return (1 - Math.cos(Math.PI * Math.min(1, Math.max(0, share)))) / 2;
    }
}
