package dev.rewind.ingest.synthetic;

import static dev.rewind.ingest.synthetic.Pose.STANDING;

import dev.rewind.ingest.synthetic.Motion.Keyframe;
import dev.rewind.ingest.synthetic.Pose.Limb;

/** How exercises are done that are none of the ten everyday actions. */
final class Exercises {
    private Exercises() {}

    private static double swing(double phase) {
        return Math.sin(2 * Math.PI * phase);
    }

    /** From 0 to 1 and back. */
    private static double beat(double phase) {
        return (1 - Math.cos(2 * Math.PI * phase)) / 2;
    }

    /** Both arms to the side, by degrees from hanging down, with straight elbows or not. */
    private static Limb aside(double upper, double lower) {
        return new Limb(6, upper, 8, lower);
    }

    static Pose skip(double phase) {
        double up = beat(phase);
        return STANDING.withTorso(8, 6 * swing(phase))
                .withLift(0.11 * up)
                .withArms(Limb.arm(25 * swing(phase), 14, 60), Limb.arm(-15 * swing(phase), 14, 60))
                .withLegs(Limb.leg(10 + 14 * swing(phase), 3, 10 + 22 * (1 - up)), Limb.leg(26, 4, 88));
    }

    static Motion hop(double height) {
        Pose crouch = legs(STANDING.withTorso(20, 0), 38, 66).withArms(Limb.arm(-28, 10, 20), Limb.arm(-28, 10, 20));
        Pose flight = legs(STANDING.withTorso(6, 0), 12, 26)
                .withLift(height)
                .withArms(Limb.arm(30, 14, 30), Limb.arm(30, 14, 30));
        return Motion.through(new Keyframe(0, crouch), new Keyframe(0.5, flight));
    }

    static Pose gallop(double phase) {
        double apart = beat(phase);
        return STANDING.withTorso(3, 0)
                .withLift(0.07 * Math.max(0, swing(phase + 0.5)))
                .withArms(Limb.arm(4, 10 + 12 * apart, 14), Limb.arm(4, 10 + 12 * apart, 14))
                .withLegs(Limb.leg(4, 2 + 26 * apart, 8), Limb.leg(4, 2 + 26 * apart, 8));
    }

    static Pose march(double phase) {
        double left = Math.max(0, swing(phase));
        double right = Math.max(0, -swing(phase));
        return STANDING.withArms(Limb.arm(55 * right, 8, 20), Limb.arm(55 * left, 8, 20))
                .withLegs(Limb.leg(85 * left, 4, 90 * left), Limb.leg(85 * right, 4, 90 * right));
    }

    static Pose jumpingJack(double phase) {
        double open = beat(phase);
        return STANDING.withLift(0.09 * swing(phase) * swing(phase))
                .withArms(aside(8 + 155 * open, 6 + 165 * open), aside(8 + 155 * open, 6 + 165 * open))
                .withLegs(Limb.leg(0, 3 + 25 * open, 6), Limb.leg(0, 3 + 25 * open, 6));
    }

    static Pose waveBoth(double phase) {
        double open = 30 * swing(phase);
        return STANDING.withArms(aside(122 + open, 150 + 1.4 * open), aside(122 + open, 150 + 1.4 * open));
    }

    static Pose flap(double phase) {
        double up = 75 + 38 * swing(phase);
        return STANDING.withArms(aside(up, up + 8 * swing(phase + 0.15)), aside(up, up + 8 * swing(phase + 0.15)));
    }

    static Pose swingArms(double phase) {
        double front = 55 * swing(phase);
        return STANDING.withArms(Limb.arm(front, 6, 12), Limb.arm(front, 6, 12));
    }

    static Pose circleArms(double phase) {
        Limb arm = new Limb(360 * phase, 22, 360 * phase, 22);
        return STANDING.withArms(arm, arm);
    }

    static Motion raiseAnArm() {
        Pose up = STANDING.withArms(STANDING.leftArm(), aside(160, 176));
        return Motion.through(
                new Keyframe(0, STANDING), new Keyframe(0.3, up), new Keyframe(0.7, up), new Keyframe(0.98, STANDING));
    }

    static Motion raiseBoth() {
        Pose up = STANDING.withArms(aside(150, 172), aside(150, 172));
        return Motion.through(
                new Keyframe(0, STANDING), new Keyframe(0.35, up), new Keyframe(0.6, up), new Keyframe(0.98, STANDING));
    }

    static Motion point() {
        Pose out = STANDING.withTorso(0, 12).withArms(STANDING.leftArm(), new Limb(70, 50, 82, 44));
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.3, out),
                new Keyframe(0.7, out),
                new Keyframe(0.98, STANDING));
    }

    static Pose punchUp(double phase) {
        double left = Math.max(0, swing(phase));
        double right = Math.max(0, -swing(phase));
        return STANDING.withArms(punch(left), punch(right));
    }

    private static Limb punch(double out) {
        return new Limb(30 + 130 * out, 24, 150 + 24 * out, 4);
    }

    static Pose twist(double phase) {
        return STANDING.withTorso(2, 58 * swing(phase)).withArms(aside(84, 84), aside(84, 84));
    }

    static Motion pickUp() {
        Pose low = legs(STANDING.withTorso(62, 0), 58, 92).withArms(Limb.arm(20, 10, 8), Limb.arm(42, 4, 6));
        Pose holding = STANDING.withArms(STANDING.leftArm(), Limb.arm(20, 8, 90));
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.4, low),
                new Keyframe(0.52, low),
                new Keyframe(0.85, holding),
                new Keyframe(0.98, STANDING));
    }

    static Motion sit() {
        Pose seated = legs(STANDING.withTorso(8, 0), 84, 84).withArms(Limb.arm(25, 8, 45), Limb.arm(25, 8, 45));
        Pose leaning = legs(STANDING.withTorso(38, 0), 50, 66);
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.18, leaning),
                new Keyframe(0.36, seated),
                new Keyframe(0.66, seated),
                new Keyframe(0.82, leaning),
                new Keyframe(0.98, STANDING));
    }

    static Motion lunge() {
        Pose low = STANDING.withTorso(4, 0)
                .withArms(Limb.arm(8, 22, 40), Limb.arm(8, 22, 40))
                .withLegs(Limb.leg(72, 4, 84), Limb.leg(-28, 4, 52));
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.42, low),
                new Keyframe(0.55, low),
                new Keyframe(0.98, STANDING));
    }

    static Pose swingALeg(double phase) {
        double front = swing(phase);
        return STANDING.withTorso(2 - 6 * front, 0)
                .withArms(Limb.arm(20 * front, 34, 12), Limb.arm(-20 * front, 34, 12))
                .withLegs(STANDING.leftLeg(), Limb.leg(10 + 48 * front, 5, 6));
    }

    private static Pose legs(Pose pose, double hip, double knee) {
        return pose.withLegs(Limb.leg(hip, 6, knee), Limb.leg(hip, 6, knee));
    }
}
