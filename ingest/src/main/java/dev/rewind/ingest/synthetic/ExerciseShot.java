package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Exercise.Course;
import dev.rewind.ingest.synthetic.Scene.Manner;
import dev.rewind.ingest.synthetic.Skeleton.Body;
import java.awt.Graphics2D;
import java.util.SplittableRandom;

/**
 * A person who does an exercise all the time.
 *
 * @param exercise what
 * @param body whose
 * @param manner how
 * @param figure draws the person
 * @param rhythm when it is done
 * @param across how far the person gets to the right in a second, in units
 * @param middle when the person is where the camera has the figure, in seconds
 */
record ExerciseShot(
        Exercise exercise, Body body, Manner manner, Figure figure, Rhythm rhythm, double across, double middle)
        implements Subject {
    /** Units that a person may be away from the middle of the picture at the beginning and end of a course. */
    private static final double LONGEST_WAY = 0.62 * Camera.WIDTH;
    /** In more, 16 frames would be too few to tell a step from a skip. */
    private static final double MOST_CYCLES = 4.5;
    /** In seconds. */
    private static final double LONGEST = 6;

    /**
     * Which part of its cycle an exercise is in.
     *
     * @param start cycles before the clip begins
     * @param speed cycles a second
     */
    record Rhythm(double start, double speed) {
        double cycles(double seconds) {
            return start + speed * seconds;
        }
    }

    /** One performance of an exercise. */
    static Shot draw(Exercise exercise, SplittableRandom random) {
        Scene scene = Scene.draw(random.nextLong());
        Course course = exercise.course();
        Manner manner = scene.manner();
        boolean leads = course.leads() && random.nextInt(5) != 0; // now and then the camera goes along
        Camera camera = camera(course, leads, random);
        // Seen in a mirror, a left-handed person's left is right.
        double aside = manner.leftHanded() ? -course.aside() : course.aside();
        double pace = random.nextDouble(0.75, 1.3);
        double across = leads ? pace * (course.forward() * camera.forwards() + aside * camera.sideways()) : 0;
        double speed = (course.leads() ? pace : manner.speed()) / exercise.cycleSeconds();
        double seconds = Math.min(LONGEST, random.nextDouble(1, MOST_CYCLES) / speed);
        if (Math.abs(across) * seconds / 2 > LONGEST_WAY) {
            seconds = 2 * LONGEST_WAY / Math.abs(across);
        }
        double middle = leads ? seconds * random.nextDouble(0.38, 0.62) : 0;
        Rhythm rhythm = course.leads() || random.nextBoolean()
                ? new Rhythm(random.nextDouble(), speed)
                // Whole cycles, from the first pose: what is done once or twice is shown as a whole.
                : new Rhythm(0, Math.max(1, Math.rint(seconds * speed)) / seconds);
        Subject subject = new ExerciseShot(
                exercise, scene.body(), manner, new Figure(scene.body(), scene.look(), camera), rhythm, across, middle);
        double reach = random.nextBoolean() ? 0 : random.nextDouble() * random.nextDouble();
        return new Shot(
                subject,
                Handheld.draw(reach, random),
                scene.backdrop(),
                new Sensor(new Noise(random.nextLong(), camera.noise()), Exposure.draw(random)),
                seconds);
    }

    /** People are seen from near and far, and those who go somewhere mostly from the side that shows it. */
    private static Camera camera(Course course, boolean leads, SplittableRandom random) {
        double tall = 0.28 * Math.pow(3, random.nextDouble()); // of the picture's height
        double yaw;
        if (course.forward() != 0) {
            double side = leads || random.nextInt(3) != 0 ? random.nextDouble(55, 125) : random.nextDouble(0, 180);
            yaw = random.nextBoolean() ? side : -side;
        } else if (course.aside() != 0) {
            yaw = random.nextDouble(-25, 25);
        } else {
            yaw = random.nextInt(3) == 0 ? random.nextDouble(-110, 110) : random.nextDouble(-50, 50);
        }
        double lowest = Math.min(0.97, tall + 0.1);
        return new Camera(
                yaw,
                random.nextDouble(0, 14),
                random.nextDouble(2.5, 8),
                Camera.HEIGHT * tall,
                Camera.WIDTH * (leads ? random.nextDouble(0.42, 0.58) : random.nextDouble(0.3, 0.7)),
                Camera.HEIGHT * random.nextDouble(lowest, 1),
                0,
                0,
                random.nextDouble(0, 7));
    }

    @Override
    public void draw(Graphics2D canvas, double seconds) {
        Pose pose = exercise.at(rhythm.cycles(seconds));
        Pose own = Pose.STANDING.towards(pose, manner.size()).plus(manner.habit());
        figure.draw(canvas, Skeleton.of(manner.leftHanded() ? own.mirrored() : own, body), across * (seconds - middle));
    }
}
