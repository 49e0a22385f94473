package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Pose.Limb;
import dev.rewind.ingest.synthetic.Skeleton.Body;
import java.util.SplittableRandom;

/**
 * Everything about a clip but the action: who is seen, from where, in front of what. Two scenes of one seed are equal,
 * and the same seed gives every action the same scene, so nothing but the movement tells the actions apart.
 */
record Scene(Body body, Look look, Manner manner, Camera camera, Backdrop backdrop) {

    /**
     * How this person moves.
     *
     * @param speed 1 is ordinary
     * @param start where in its cycle an action begins, in [0, 1)
     * @param size of the movement; 1 is ordinary
     * @param habit angles added to every pose
     * @param leftHanded whether left and right change places
     * @param pace of walking across the picture, in body heights a second; 0 walks in place
     */
    record Manner(double speed, double start, double size, Pose habit, boolean leftHanded, double pace) {

        static final double SLOWEST = 0.7;
        static final double FASTEST = 1.4;

        private static Manner draw(SplittableRandom random) {
            return new Manner(
                    random.nextDouble(SLOWEST, FASTEST),
                    random.nextDouble(),
                    random.nextDouble(0.86, 1.08),
                    new Pose(
                            random.nextDouble(-3, 3),
                            random.nextDouble(-4, 4),
                            0,
                            habit(random),
                            habit(random),
                            new Limb(0, random.nextDouble(0, 5), 0, 0),
                            new Limb(0, random.nextDouble(0, 5), 0, 0)),
                    random.nextBoolean(),
                    random.nextBoolean() ? random.nextDouble(0.25, 0.6) : 0);
        }

        private static Limb habit(SplittableRandom random) {
            return new Limb(
                    random.nextDouble(-6, 6),
                    random.nextDouble(-4, 6),
                    random.nextDouble(-8, 8),
                    random.nextDouble(-6, 6));
        }
    }

    static Scene draw(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Backdrop backdrop = Backdrop.draw(random.split());
        Body body = new Body(
                random.nextDouble(0.47, 0.52),
                random.nextDouble(0.28, 0.32),
                random.nextDouble(0.36, 0.42),
                random.nextDouble(0.10, 0.13),
                random.nextDouble(0.045, 0.065),
                random.nextDouble(0.07, 0.085));
        return new Scene(body, Look.draw(random.split(), backdrop), Manner.draw(random), Camera.draw(random), backdrop);
    }

    /** The pose of this person {@code seconds} into the action. */
    Pose poseAt(SyntheticAction action, double seconds) {
        Pose pose = action.at(manner.start * action.cycleSeconds() + seconds * manner.speed);
        Pose own = Pose.STANDING.towards(pose, manner.size).plus(manner.habit);
        return manner.leftHanded ? own.mirrored() : own;
    }
}
