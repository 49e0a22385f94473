package dev.rewind.ingest.synthetic;

import java.util.Locale;

/** The ten everyday actions that the generator can show; their order is the order of the classes. */
public enum SyntheticAction {
    WALK(1.1, Motions::walk),
    RUN(0.72, Motions::run),
    JUMP(1.3, Motions.jump()),
    WAVE(0.8, Motions::wave),
    BOW(1.4, Motions.bow()),
    BOX(1.0, Motions.box()),
    CLAP(0.75, Motions::clap),
    SQUAT(1.4, Motions.squat()),
    KICK(1.2, Motions.kick()),
    THROW(1.35, Motions.throwing());

    private final double cycleSeconds;

    @SuppressWarnings("ImmutableEnumChecker") // a motion is a pure function
    private final Motion motion;

    SyntheticAction(double cycleSeconds, Motion motion) {
        this.cycleSeconds = cycleSeconds;
        this.motion = motion;
    }

    /** The class name, such as {@code walk}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The pose after {@code seconds} at ordinary speed. */
    Pose at(double seconds) {
        double cycles = seconds / cycleSeconds;
        return motion.at(cycles - Math.floor(cycles));
    }

    double cycleSeconds() {
        return cycleSeconds;
    }

    /** Whether the action carries the figure forward. */
    boolean travels() {
        return this == WALK || this == RUN;
    }
}
