package dev.rewind.ingest.synthetic;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;

/**
 * A line that a hand draws in the air: points in the square from -1 to 1, y down, at even distances along the line.
 *
 * @param points the first is where it begins
 */
record Trace(List<Point> points) {
    private static final int POINTS = 96;
    /** Real hands do not stop at a corner: each point becomes the mean of so many to either side. */
    private static final int ROUNDING = 3;

    record Point(double x, double y) {
        Point towards(Point other, double share) {
            return new Point(x + (other.x - x) * share, y + (other.y - y) * share);
        }

        private double distance(Point other) {
            return Math.hypot(other.x - x, other.y - y);
        }
    }

    Trace {
        points = List.copyOf(points);
    }

    /**
     * Straight strokes between the keys of a telephone: {@code 1} is the upper left corner, {@code 9} the lower right one,
     * so that {@code 729} is a caret.
     */
    static Trace keys(String keys) {
        return evenly(keys.chars()
                .map(key -> key - '1')
                .mapToObj(key -> new Point(key % 3 - 1, key / 3 - 1))
                .toList());
    }

    /** Straight strokes between the tips of a star of five. */
    static Trace star() {
        List<Point> tips = new ArrayList<>();
        for (int i = 0; i <= 5; i++) {
            double angle = 2 * Math.PI * (0.6 + 0.4 * i);
            tips.add(new Point(Math.sin(angle), -Math.cos(angle)));
        }
        return evenly(tips);
    }

    /** A curve, given from 0 to 1. */
    static Trace curve(DoubleFunction<Point> curve) {
        List<Point> points = new ArrayList<>(POINTS);
        for (int i = 0; i < POINTS; i++) {
            points.add(curve.apply(i / (POINTS - 1.0)));
        }
        return evenly(points);
    }

    /** A part of an ellipse, in turns from the top, clockwise where {@code to} is larger. */
    static Trace arc(double from, double to) {
        return curve(share -> {
            double angle = 2 * Math.PI * (from + (to - from) * share);
            return new Point(Math.sin(angle), -Math.cos(angle));
        });
    }

    private static Trace evenly(List<Point> corners) {
        double[] ends = new double[corners.size()];
        for (int i = 1; i < ends.length; i++) {
            ends[i] = ends[i - 1] + corners.get(i - 1).distance(corners.get(i));
        }
        List<Point> points = new ArrayList<>(POINTS);
        int corner = 1;
        for (int i = 0; i < POINTS; i++) {
            double along = ends[ends.length - 1] * i / (POINTS - 1);
            while (corner < ends.length - 1 && ends[corner] < along) {
                corner++;
            }
            double length = Math.max(1e-9, ends[corner] - ends[corner - 1]);
            points.add(corners.get(corner - 1).towards(corners.get(corner), (along - ends[corner - 1]) / length));
        }
        return new Trace(points);
    }

    /** Where the hand is after this share of the line, in [0, 1]. */
    Point at(double share) {
        double place = Math.min(1, Math.max(0, share)) * (points.size() - 1);
        int before = (int) Math.min(place, points.size() - 2);
        return points.get(before).towards(points.get(before + 1), place - before);
    }

    /** The line as one person draws it: turned, stretched, slanted, wavy, with round corners. */
    Trace drawnBy(SplittableRandom random) {
        double angle = Math.toRadians(random.nextDouble(-12, 12));
        double slant = random.nextDouble(-0.2, 0.2);
        double wave = random.nextDouble(0, 0.08);
        double waves = random.nextDouble(1, 4);
        double phase = random.nextDouble(2 * Math.PI);
        int rounding = random.nextInt(ROUNDING + 1);
        List<Point> drawn = new ArrayList<>(points.size());
        for (int i = 0; i < points.size(); i++) {
            Point mean = mean(i, rounding);
            double turn = 2 * Math.PI * waves * i / points.size() + phase;
            double x = mean.x + slant * mean.y + wave * Math.sin(turn);
            double y = mean.y + wave * Math.cos(1.3 * turn);
            drawn.add(new Point(x * Math.cos(angle) - y * Math.sin(angle), x * Math.sin(angle) + y * Math.cos(angle)));
        }
        return new Trace(drawn);
    }

    private Point mean(int index, int reach) {
        int sides = Math.min(reach, Math.min(index, points.size() - 1 - index)); // its ends stay where they are
        double x = 0;
        double y = 0;
        for (int i = index - sides; i <= index + sides; i++) {
            x += points.get(i).x;
            y += points.get(i).y;
        }
        return new Point(x / (2 * sides + 1), y / (2 * sides + 1));
    }
}
