package dev.rewind.ingest.synthetic;

import static dev.rewind.ingest.synthetic.Pose.STANDING;

import dev.rewind.ingest.synthetic.Motion.Keyframe;
import dev.rewind.ingest.synthetic.Pose.Limb;

/**
 * How the ten actions are done. The angles are larger than life where that keeps two actions apart on a picture of 64
 * pixels.
 */
final class Motions {
    private Motions() {}

    static Pose walk(double phase) {
        double stride = Math.sin(2 * Math.PI * phase);
        return STANDING.withTorso(4, 7 * stride)
                .withArms(Limb.arm(-30 * stride, 8, 14), Limb.arm(30 * stride, 8, 14))
                .withLegs(walkingLeg(phase), walkingLeg(phase + 0.5));
    }

    private static Limb walkingLeg(double phase) {
        double forwardSpeed = Math.cos(2 * Math.PI * phase);
        return Limb.leg(30 * Math.sin(2 * Math.PI * phase), 3, 5 + 48 * Math.max(0, forwardSpeed));
    }

    static Pose run(double phase) {
        double stride = Math.sin(2 * Math.PI * phase);
        double flight = stride * stride;
        return STANDING.withTorso(18, 14 * stride)
                .withLift(0.12 * flight)
                .withArms(Limb.arm(-50 * stride, 14, 100), Limb.arm(50 * stride, 14, 100))
                .withLegs(runningLeg(phase), runningLeg(phase + 0.5));
    }

    private static Limb runningLeg(double phase) {
        double recovery = Math.max(0, Math.cos(2 * Math.PI * phase + 0.35));
        return Limb.leg(18 + 48 * Math.sin(2 * Math.PI * phase), 3, 18 + 95 * recovery);
    }

    static Motion jump() {
        Pose crouch = bothLegs(STANDING.withTorso(35, 0), 60, 105);
        Pose reach = bothArms(STANDING.withTorso(-2, 0), 168, 14, 8);
        Pose landed = bothLegs(STANDING.withTorso(22, 0), 45, 80);
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.24, bothArms(crouch, -50, 12, 10)),
                new Keyframe(0.38, reach),
                new Keyframe(0.52, bothLegs(reach, -4, 12).withLift(0.26)),
                new Keyframe(0.66, bothLegs(bothArms(reach, 120, 25, 15), 12, 18)),
                new Keyframe(0.78, bothArms(landed, 45, 20, 15)),
                new Keyframe(0.94, STANDING));
    }

    static Pose wave(double phase) {
        double swing = Math.sin(2 * Math.PI * phase);
        return STANDING.withTorso(0, 3 * swing)
                .withArms(STANDING.leftArm(), new Limb(12, 114 + 12 * swing, 14, 178 - 54 * swing));
    }

    static Motion bow() {
        Pose bent = bothLegs(STANDING.withTorso(92, 0), -8, 2);
        Pose low = bothArms(bent, 28, 4, 4);
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.4, low),
                new Keyframe(0.58, low),
                new Keyframe(0.94, STANDING));
    }

    static Motion box() {
        Pose stance = STANDING.withLegs(Limb.leg(26, 8, 22), Limb.leg(-20, 10, 22));
        Limb guard = new Limb(28, 14, 152, -14);
        Limb punch = new Limb(94, -4, 98, -8);
        Pose ready = stance.withTorso(8, 0).withArms(guard, guard);
        Pose left = stance.withTorso(14, -38).withArms(punch, guard);
        Pose right = stance.withTorso(14, 42).withArms(guard, punch);
        return Motion.through(
                new Keyframe(0, ready),
                new Keyframe(0.2, left),
                new Keyframe(0.45, ready),
                new Keyframe(0.7, right),
                new Keyframe(0.95, ready));
    }

    static Pose clap(double phase) {
        double open = (1 - Math.cos(2 * Math.PI * phase)) / 2;
        Limb arm = new Limb(62 - 6 * open, -8 + 68 * open, 100, -36 + 112 * open);
        return STANDING.withTorso(1, 0).withArms(arm, arm);
    }

    static Motion squat() {
        Pose low =
                bothArms(STANDING.withTorso(30, 0), 118, 4, 0).withLegs(Limb.leg(100, 22, 124), Limb.leg(100, 22, 124));
        Pose tall = bothArms(STANDING, 40, 6, 4);
        return Motion.through(
                new Keyframe(0, tall), new Keyframe(0.42, low), new Keyframe(0.56, low), new Keyframe(0.95, tall));
    }

    static Motion kick() {
        Pose swungBack = STANDING.withTorso(10, -10)
                .withArms(Limb.arm(-20, 30, 20), Limb.arm(35, 25, 30))
                .withLegs(Limb.leg(6, 4, 14), Limb.leg(-38, 4, 55));
        Pose high = STANDING.withTorso(-20, 12)
                .withArms(Limb.arm(55, 40, 20), Limb.arm(-45, 38, 15))
                .withLegs(Limb.leg(-6, 4, 8), Limb.leg(106, 2, 4));
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.22, swungBack),
                new Keyframe(0.45, high),
                new Keyframe(0.56, high),
                new Keyframe(0.82, STANDING));
    }

    static Motion throwing() {
        Pose cocked = STANDING.withTorso(-16, -52)
                .withArms(Limb.arm(88, 10, 0), new Limb(-30, 88, 215, 30))
                .withLegs(Limb.leg(62, 6, 60), Limb.leg(-6, 6, 14));
        Pose stepping = STANDING.withTorso(-4, -25)
                .withArms(Limb.arm(60, 30, 20), new Limb(150, 60, 200, 20))
                .withLegs(Limb.leg(38, 6, 18), Limb.leg(-24, 6, 18));
        Pose released = STANDING.withTorso(18, 28)
                .withArms(Limb.arm(-15, 25, 40), new Limb(128, 8, 112, 0))
                .withLegs(Limb.leg(36, 6, 24), Limb.leg(-32, 6, 24));
        Pose followed = STANDING.withTorso(46, 46)
                .withArms(Limb.arm(-40, 25, 40), new Limb(40, -22, 20, -30))
                .withLegs(Limb.leg(40, 6, 40), Limb.leg(-34, 6, 40));
        return Motion.through(
                new Keyframe(0, STANDING),
                new Keyframe(0.3, cocked),
                new Keyframe(0.4, cocked),
                new Keyframe(0.5, stepping),
                new Keyframe(0.58, released),
                new Keyframe(0.7, followed),
                new Keyframe(0.96, STANDING));
    }

    private static Pose bothArms(Pose pose, double swing, double spread, double elbow) {
        return pose.withArms(Limb.arm(swing, spread, elbow), Limb.arm(swing, spread, elbow));
    }

    private static Pose bothLegs(Pose pose, double hip, double knee) {
        return pose.withLegs(Limb.leg(hip, 6, knee), Limb.leg(hip, 6, knee));
    }
}
