package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Trace.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.SplittableRandom;

/**
 * A hand and its forearm, as their owner sees them.
 *
 * @param form what the fingers do
 * @param skin colour of the hand
 * @param sleeve colour of the forearm, from the elbow on
 * @param size of the hand: its length from wrist to fingertip, in units
 * @param thickness of everything; 1 is ordinary
 * @param bare share of the forearm that no sleeve covers, in [0, 1]
 * @param elbow where the elbow is while the hand is in the middle of the picture, in units
 * @param follow share of the hand's movement that the elbow follows
 * @param straight how much more upright than the forearm the hand is, in [0, 1]
 */
record Hand(
        Form form,
        Color skin,
        Color sleeve,
        double size,
        double thickness,
        double bare,
        Point elbow,
        double follow,
        double straight) {

    /** Half of a palm's width, in lengths of the hand. */
    private static final double PALM = 0.3;

    enum Form {
        POINTING,
        OPEN,
        FIST
    }

    static Hand draw(SplittableRandom random, Backdrop backdrop) {
        Look look = Look.draw(random.split(), backdrop);
        int form = random.nextInt(10);
        boolean left = random.nextInt(4) == 0;
        double aside = random.nextDouble(0.1, 0.75);
        return new Hand(
                form < 7 ? Form.POINTING : form < 9 ? Form.OPEN : Form.FIST,
                look.skin(),
                look.shirt(),
                random.nextDouble(30, 78),
                random.nextDouble(0.8, 1.25),
                random.nextBoolean() ? random.nextDouble(0, 0.6) : 1,
                new Point(
                        Camera.WIDTH * (left ? 0.5 - aside : 0.5 + aside), Camera.HEIGHT * random.nextDouble(1.1, 1.7)),
                random.nextDouble(0.15, 0.75),
                random.nextDouble(0, 0.9));
    }

    /**
     * Draws the hand.
     *
     * @param tip where its fingertip is, in units
     * @param nearness how much larger than usual it looks
     */
    void draw(Graphics2D canvas, Point tip, double nearness) {
        Point middle = new Point(Camera.WIDTH / 2.0, Camera.HEIGHT / 2.0);
        double elbowX = elbow.x() + follow * (tip.x() - middle.x());
        double elbowY = elbow.y() + follow * (tip.y() - middle.y());
        double arm = Math.max(1, Math.hypot(tip.x() - elbowX, tip.y() - elbowY));
        // The hand's direction lies between the forearm's and straight up.
        double forwardX = (1 - straight) * (tip.x() - elbowX) / arm;
        double forwardY = (1 - straight) * (tip.y() - elbowY) / arm - straight;
        double scale = size * nearness / Math.max(0.1, Math.hypot(forwardX, forwardY));
        Point wrist = new Point(tip.x() - scale * forwardX, tip.y() - scale * forwardY);
        drawForearm(canvas, new Point(elbowX, elbowY), wrist, PALM * size * nearness * thickness);
        AffineTransform still = canvas.getTransform();
        canvas.translate(wrist.x(), wrist.y());
        canvas.rotate(Math.atan2(forwardX, -forwardY));
        canvas.scale(size * nearness, size * nearness);
        drawFingers(canvas);
        canvas.setTransform(still);
    }

    private void drawForearm(Graphics2D canvas, Point from, Point wrist, double width) {
        line(canvas, from, wrist, 1.5 * width, skin);
        if (bare < 1) {
            line(canvas, from, from.towards(wrist, 1 - bare), 2.1 * width, sleeve);
        }
    }

    /** Seen along the hand: its wrist is at the origin, its fingertip lies 1 up. */
    private void drawFingers(Graphics2D canvas) {
        disc(canvas, 0, form == Form.FIST ? 0.62 : 0.3, 0.95 * PALM * thickness, skin);
        switch (form) {
            case POINTING -> {
                finger(canvas, -0.1, 0.28, -0.03, 1);
                drawCurled(canvas, 0);
            }
            case OPEN -> {
                for (int i = 0; i < 4; i++) {
                    double aside = -0.24 + 0.16 * i;
                    finger(canvas, 0.7 * aside, 0.4, 1.5 * aside, 0.97 - 0.06 * Math.abs(i - 1));
                }
                finger(canvas, -0.2, 0.2, -0.5, 0.5);
            }
            case FIST -> drawCurled(canvas, 0.3);
        }
    }

    /** Knuckles, whose shadows tell them from each other, and the thumb. */
    private void drawCurled(Graphics2D canvas, double forward) {
        for (int i = 0; i < 3; i++) {
            Color color = i == 1 ? skin : Look.dimmed(skin, 0.72);
            disc(canvas, 0.06 + 0.12 * i, forward + 0.5 - 0.04 * i, 0.1 * thickness, color);
        }
        finger(canvas, -0.22, forward + 0.25, 0.05, forward + 0.45);
    }

    /** A finger, from and to so far to the right and forward. */
    private void finger(Graphics2D canvas, double aside, double forward, double tipAside, double tipForward) {
        line(canvas, new Point(aside, -forward), new Point(tipAside, -tipForward), 0.15 * thickness, skin);
    }

    private static void line(Graphics2D canvas, Point from, Point to, double width, Color color) {
        canvas.setColor(color);
        canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.draw(new Line2D.Double(from.x(), from.y(), to.x(), to.y()));
    }

    private static void disc(Graphics2D canvas, double aside, double forward, double radius, Color color) {
        canvas.setColor(color);
        canvas.fill(new Ellipse2D.Double(aside - radius, -forward - radius, 2 * radius, 2 * radius));
    }
}
