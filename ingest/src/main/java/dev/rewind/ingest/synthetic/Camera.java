package dev.rewind.ingest.synthetic;

import java.awt.geom.AffineTransform;
import java.util.SplittableRandom;

/**
 * A hand-held camera. It sees a picture of {@link #WIDTH} x {@link #HEIGHT} units, whatever the number of pixels.
 *
 * @param yaw degrees by which the figure is turned away from the camera
 * @param elevation degrees by which the camera looks down
 * @param distance to the figure, in body heights: the nearer, the stronger the perspective
 * @param zoom height of the figure in units
 * @param centre where the figure stands, in units from the left
 * @param ground where the figure's feet are, in units from the top
 * @param sway how far the hand trembles, in units
 * @param rhythm of the trembling, in turns a second
 * @param noise standard deviation of the pixels' noise, in levels of 255
 */
record Camera(
        double yaw,
        double elevation,
        double distance,
        double zoom,
        double centre,
        double ground,
        double sway,
        double rhythm,
        double noise) {

    static final int WIDTH = 176;
    static final int HEIGHT = 144;

    /** Further aside, a wave and a clap hide behind the body. */
    private static final double LARGEST_YAW = 52;

    static Camera draw(SplittableRandom random) {
        return new Camera(
                random.nextDouble(-LARGEST_YAW, LARGEST_YAW),
                random.nextDouble(0, 16),
                random.nextDouble(2.3, 5),
                HEIGHT * random.nextDouble(0.52, 0.64),
                WIDTH * random.nextDouble(0.4, 0.6),
                HEIGHT * random.nextDouble(0.9, 0.96),
                random.nextBoolean() ? random.nextDouble(0.3, 2.2) : 0,
                random.nextDouble(0.3, 0.9),
                random.nextDouble(0, 9));
    }

    /** A point of the picture, in units, and how near it is to the camera. */
    record Seen(double x, double y, double nearness, double scale) {}

    Seen see(Vector point) {
        Vector turned = point.turned(yaw).pitched(elevation);
        double scale = zoom * distance / (distance - turned.z());
        return new Seen(centre + scale * turned.x(), ground - scale * turned.y(), turned.z(), scale);
    }

    /** How far one body height to the figure's front lies to the right, in units. */
    double forwards() {
        return Math.sin(Math.toRadians(yaw)) * zoom;
    }

    /** How far one body height to the figure's left lies to the right, in units. */
    double sideways() {
        return Math.cos(Math.toRadians(yaw)) * zoom;
    }

    /** How the picture trembles. */
    AffineTransform framing(double seconds) {
        double angle = 2 * Math.PI * rhythm * seconds;
        return AffineTransform.getTranslateInstance(
                sway * (0.7 * Math.sin(angle + zoom) + 0.3 * Math.sin(2.3 * angle)),
                sway * (0.7 * Math.sin(0.8 * angle + ground) + 0.3 * Math.sin(1.9 * angle + 1)));
    }
}
