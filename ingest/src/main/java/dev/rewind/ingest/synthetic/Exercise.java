package dev.rewind.ingest.synthetic;

import static dev.rewind.ingest.synthetic.Exercise.Course.ON_THE_SPOT;

import java.util.SplittableRandom;

/** What a person does, over and over or once; their order is the order of the classes. */
enum Exercise implements Act {
    WALK(1.1, new Course(0.85, 0), Motions::walk),
    RUN(0.72, new Course(1.9, 0), Motions::run),
    SKIP(0.55, new Course(1.1, 0), Exercises::skip),
    JUMP_FORWARD(0.7, new Course(1.0, 0), Exercises.hop(0.14)),
    GALLOP_SIDEWAYS(0.55, new Course(0, 1.1), Exercises::gallop),
    STEP_SIDEWAYS(1.0, new Course(0, 0.5), Exercises::gallop),
    MARCH(1.0, ON_THE_SPOT, Exercises::march),
    RUN_ON_THE_SPOT(0.6, ON_THE_SPOT, Motions::run),
    JUMP_ON_THE_SPOT(0.65, ON_THE_SPOT, Exercises.hop(0.16)),
    HOP_ON_ONE_LEG(0.55, ON_THE_SPOT, Exercises::skip),
    JUMP_UP(1.3, ON_THE_SPOT, Motions.jump()),
    JUMPING_JACK(1.0, ON_THE_SPOT, Exercises::jumpingJack),
    WAVE(0.8, ON_THE_SPOT, Motions::wave),
    WAVE_BOTH(0.9, ON_THE_SPOT, Exercises::waveBoth),
    FLAP(0.9, ON_THE_SPOT, Exercises::flap),
    SWING_ARMS(1.0, ON_THE_SPOT, Exercises::swingArms),
    CIRCLE_ARMS(1.1, ON_THE_SPOT, Exercises::circleArms),
    RAISE_AN_ARM(2.2, ON_THE_SPOT, Exercises.raiseAnArm()),
    RAISE_BOTH(2.2, ON_THE_SPOT, Exercises.raiseBoth()),
    POINT(2.2, ON_THE_SPOT, Exercises.point()),
    BOX(1.0, ON_THE_SPOT, Motions.box()),
    PUNCH_UP(0.9, ON_THE_SPOT, Exercises::punchUp),
    CLAP(0.75, ON_THE_SPOT, Motions::clap),
    TWIST(1.1, ON_THE_SPOT, Exercises::twist),
    BOW(2.0, ON_THE_SPOT, Motions.bow()),
    PICK_UP(2.4, ON_THE_SPOT, Exercises.pickUp()),
    SQUAT(1.8, ON_THE_SPOT, Motions.squat()),
    SIT(2.4, ON_THE_SPOT, Exercises.sit()),
    LUNGE(1.8, ON_THE_SPOT, Exercises.lunge()),
    KICK(1.3, ON_THE_SPOT, Motions.kick()),
    SWING_A_LEG(1.1, ON_THE_SPOT, Exercises::swingALeg),
    THROW(1.5, ON_THE_SPOT, Motions.throwing());

    private final double cycleSeconds;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Course course;

    @SuppressWarnings("ImmutableEnumChecker") // a motion is a pure function
    private final Motion motion;

    /**
     * Where it leads.
     *
     * @param forward in body heights a second
     * @param aside to the figure's left, in body heights a second
     */
    record Course(double forward, double aside) {
        static final Course ON_THE_SPOT = new Course(0, 0);

        boolean leads() {
            return forward != 0 || aside != 0;
        }
    }

    Exercise(double cycleSeconds, Course course, Motion motion) {
        this.cycleSeconds = cycleSeconds;
        this.course = course;
        this.motion = motion;
    }

    @Override
    public String label() {
        return "body-" + Act.words(this);
    }

    @Override
    public Shot shot(SplittableRandom random) {
        return ExerciseShot.draw(this, random);
    }

    /** The pose after so many cycles. */
    Pose at(double cycles) {
        return motion.at(cycles - Math.floor(cycles));
    }

    /** How long a cycle takes at ordinary speed. */
    double cycleSeconds() {
        return cycleSeconds;
    }

    Course course() {
        return course;
    }
}
