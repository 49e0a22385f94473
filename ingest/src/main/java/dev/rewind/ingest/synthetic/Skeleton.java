package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Pose.Limb;

/**
 * Where the joints of a figure are: forward kinematics from a pose. The figure stands at the origin and faces the
 * viewer.
 */
record Skeleton(Vector pelvis, Vector neck, Vector head, Vector crown, Arm left, Arm right, Leg leftLeg, Leg rightLeg) {

    record Arm(Vector shoulder, Vector elbow, Vector hand) {}

    record Leg(Vector hip, Vector knee, Vector ankle, Vector toe) {

        private double lowest() {
            return Math.min(ankle.y(), toe.y());
        }

        private Leg moved(Vector by) {
            return new Leg(hip.plus(by), knee.plus(by), ankle.plus(by), toe.plus(by));
        }
    }

    /** The lengths of a body's parts, in body heights. */
    record Body(double leg, double torso, double arm, double shoulders, double hips, double head) {}

    private static final double FOOT = 0.07;

    static Skeleton of(Pose pose, Body body) {
        Leg left = leg(pose.leftLeg(), body, 1);
        Leg right = leg(pose.rightLeg(), body, -1);
        // The feet carry the body: the lower one touches the ground unless the pose lifts it.
        Vector pelvis = new Vector(0, pose.lift() - Math.min(left.lowest(), right.lowest()), 0);
        Vector neck = pelvis.plus(inTorso(pose, new Vector(0, body.torso(), 0)));
        Vector head = neck.plus(inTorso(pose, new Vector(0, body.head() * 1.15, 0.012)));
        Vector crown = head.plus(inTorso(pose, new Vector(0, body.head() * 0.32, -body.head() * 0.35)));
        return new Skeleton(
                pelvis,
                neck,
                head,
                crown,
                arm(pose, pose.leftArm(), pelvis, body, 1),
                arm(pose, pose.rightArm(), pelvis, body, -1),
                left.moved(pelvis),
                right.moved(pelvis));
    }

    private static Leg leg(Limb limb, Body body, int side) {
        Vector hip = new Vector(side * body.hips(), 0, 0);
        Vector knee = hip.plus(
                Vector.direction(limb.upperSwing(), limb.upperSpread(), side).times(body.leg() / 2));
        Vector ankle = knee.plus(
                Vector.direction(limb.lowerSwing(), limb.lowerSpread(), side).times(body.leg() / 2));
        Vector toe =
                ankle.plus(Vector.direction(limb.lowerSwing() + 85, 0, side).times(FOOT));
        return new Leg(hip, knee, ankle, toe);
    }

    private static Arm arm(Pose pose, Limb limb, Vector pelvis, Body body, int side) {
        Vector shoulder = new Vector(side * body.shoulders(), body.torso() * 0.94, 0);
        Vector elbow = shoulder.plus(
                Vector.direction(limb.upperSwing(), limb.upperSpread(), side).times(body.arm() * 0.5));
        Vector hand = elbow.plus(
                Vector.direction(limb.lowerSwing(), limb.lowerSpread(), side).times(body.arm() * 0.5));
        return new Arm(
                pelvis.plus(inTorso(pose, shoulder)),
                pelvis.plus(inTorso(pose, elbow)),
                pelvis.plus(inTorso(pose, hand)));
    }

    private static Vector inTorso(Pose pose, Vector point) {
        return point.turned(pose.twist()).pitched(pose.lean());
    }
}
