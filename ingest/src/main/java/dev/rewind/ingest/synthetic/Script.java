package dev.rewind.ingest.synthetic;

import java.util.List;

/** Who does what when: actions one after another, without gaps. */
record Script(List<Part> parts) {

    /** How long a figure takes from one action to the next. */
    private static final double CHANGE_SECONDS = 0.35;

    /** How far from the middle a walk leads, in body heights: the picture is not wide. */
    private static final double REACH = 0.55;

    /** An action from one time of the video to another, in seconds. */
    record Part(double from, double to, SyntheticAction action) {}

    Script {
        parts = List.copyOf(parts);
    }

    static Script of(SyntheticAction action, double seconds) {
        return new Script(List.of(new Part(0, seconds, action)));
    }

    double seconds() {
        return parts.get(parts.size() - 1).to;
    }

    Pose poseAt(Scene scene, double seconds) {
        int index = indexAt(seconds);
        Part part = parts.get(index);
        Pose pose = scene.poseAt(part.action, seconds - part.from);
        if (index == 0 || seconds - part.from >= CHANGE_SECONDS) {
            return pose;
        }
        Part before = parts.get(index - 1);
        double share = Motion.ease((seconds - part.from) / CHANGE_SECONDS);
        return scene.poseAt(before.action, seconds - before.from).towards(pose, share);
    }

    /** How far the figure has walked to its front, in body heights, from where it is in the middle of the walk. */
    double walked(Scene scene, double seconds) {
        Part part = parts.get(indexAt(seconds));
        double pace = part.action.travels() ? scene.manner().pace() : 0;
        // The camera catches up with those who walk on and on.
        double free = pace * (seconds - (part.from + part.to) / 2);
        return REACH * Math.tanh(free / REACH);
    }

    private int indexAt(double seconds) {
        int index = 0;
        while (index < parts.size() - 1 && seconds >= parts.get(index).to) {
            index++;
        }
        return index;
    }
}
