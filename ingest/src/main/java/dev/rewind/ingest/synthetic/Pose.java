package dev.rewind.ingest.synthetic;

import java.util.function.DoubleBinaryOperator;

/**
 * The joint angles of a figure, in degrees.
 *
 * @param lean of the torso, forward
 * @param twist of the shoulders about the spine; positive brings the right shoulder forward
 * @param lift of the lower foot off the ground, in body heights
 */
record Pose(double lean, double twist, double lift, Limb leftArm, Limb rightArm, Limb leftLeg, Limb rightLeg) {

    static final Pose STANDING =
            new Pose(2, 0, 0, Limb.arm(0, 8, 10), Limb.arm(0, 8, 10), Limb.leg(0, 3, 4), Limb.leg(0, 3, 4));

    /**
     * The directions of a limb's two segments. Swing turns from down (0) through forward (90) to up (180); spread turns
     * away from the body's middle. Arms are seen from the torso, so that they follow its lean; legs from the ground.
     */
    record Limb(double upperSwing, double upperSpread, double lowerSwing, double lowerSpread) {

        /** An arm whose elbow bends forward. */
        static Limb arm(double swing, double spread, double elbow) {
            return new Limb(swing, spread, swing + elbow, spread * 0.6);
        }

        /** A leg whose knee bends back. */
        static Limb leg(double hip, double spread, double knee) {
            return new Limb(hip, spread, hip - knee, spread);
        }

        private Limb combine(Limb other, DoubleBinaryOperator each) {
            return new Limb(
                    each.applyAsDouble(upperSwing, other.upperSwing),
                    each.applyAsDouble(upperSpread, other.upperSpread),
                    each.applyAsDouble(lowerSwing, other.lowerSwing),
                    each.applyAsDouble(lowerSpread, other.lowerSpread));
        }
    }

    Pose withTorso(double newLean, double newTwist) {
        return new Pose(newLean, newTwist, lift, leftArm, rightArm, leftLeg, rightLeg);
    }

    Pose withLift(double newLift) {
        return new Pose(lean, twist, newLift, leftArm, rightArm, leftLeg, rightLeg);
    }

    Pose withArms(Limb left, Limb right) {
        return new Pose(lean, twist, lift, left, right, leftLeg, rightLeg);
    }

    Pose withLegs(Limb left, Limb right) {
        return new Pose(lean, twist, lift, leftArm, rightArm, left, right);
    }

    /** The pose seen in a mirror: left and right change places. */
    Pose mirrored() {
        return withTorso(lean, -twist).withArms(rightArm, leftArm).withLegs(rightLeg, leftLeg);
    }

    Pose plus(Pose other) {
        return combine(other, Double::sum);
    }

    /** The pose {@code share} of the way to {@code other}; a share above 1 overshoots it. */
    Pose towards(Pose other, double share) {
        return combine(other, (from, to) -> from + (to - from) * share);
    }

    private Pose combine(Pose other, DoubleBinaryOperator each) {
        return new Pose(
                each.applyAsDouble(lean, other.lean),
                each.applyAsDouble(twist, other.twist),
                each.applyAsDouble(lift, other.lift),
                leftArm.combine(other.leftArm, each),
                rightArm.combine(other.rightArm, each),
                leftLeg.combine(other.leftLeg, each),
                rightLeg.combine(other.rightLeg, each));
    }
}
