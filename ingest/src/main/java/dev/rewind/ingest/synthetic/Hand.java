package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Trace.Point;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
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

    /** Draws the hand with its fingertip there. */
    void draw(Graphics2D canvas, Point tip, double nearness) {
        double length = size * nearness;
        double middleX = Camera.WIDTH / 2.0;
        double middleY = Camera.HEIGHT / 2.0;
        double elbowX = elbow.x() + follow * (tip.x() - middleX);
        double elbowY = elbow.y() + follow * (tip.y() - middleY);
        double armX = tip.x() - elbowX;
        double armY = tip.y() - elbowY;
        double arm = Math.max(1, Math.hypot(armX, armY));
        double upX = (1 - straight) * armX / arm;
        double upY = (1 - straight) * armY / arm - straight;
        double up = Math.max(0.1, Math.hypot(upX, upY));
        upX /= up;
        upY /= up;
        double wristX = tip.x() - length * upX;
        double wristY = tip.y() - length * upY;
        double width = 0.3 * length * thickness;
        drawForearm(canvas, elbowX, elbowY, wristX, wristY, width);
        // Seen along the hand: forward is towards the fingertip, aside is to its right.
        double palm = form == Form.POINTING || form == Form.OPEN ? 0.3 : 0.62;
        disc(canvas, wristX + palm * length * upX, wristY + palm * length * upY, 0.95 * width, skin);
        switch (form) {
            case POINTING -> {
                finger(canvas, wristX, wristY, upX, upY, length, 0.28, -0.1, 1, -0.03);
                curled(canvas, wristX, wristY, upX, upY, length);
            }
            case OPEN -> {
                for (int i = 0; i < 4; i++) {
                    double aside = -0.24 + 0.16 * i;
                    finger(
                            canvas,
                            wristX,
                            wristY,
                            upX,
                            upY,
                            length,
                            0.4,
                            0.7 * aside,
                            0.97 - 0.06 * Math.abs(i - 1),
                            1.5 * aside);
                }
                finger(canvas, wristX, wristY, upX, upY, length, 0.2, -0.2, 0.5, -0.5);
            }
            case FIST -> curled(canvas, wristX + 0.3 * length * upX, wristY + 0.3 * length * upY, upX, upY, length);
        }
    }

    private void drawForearm(
            Graphics2D canvas, double elbowX, double elbowY, double wristX, double wristY, double width) {
        line(canvas, elbowX, elbowY, wristX, wristY, 1.5 * width, skin);
        if (bare < 1) {
            double endX = elbowX + (1 - bare) * (wristX - elbowX);
            double endY = elbowY + (1 - bare) * (wristY - elbowY);
            line(canvas, elbowX, elbowY, endX, endY, 2.1 * width, sleeve);
        }
    }

    /** Knuckles, whose shadows tell them from each other. */
    private void curled(Graphics2D canvas, double x, double y, double upX, double upY, double length) {
        Color shadow = Look.dimmed(skin, 0.72);
        for (int i = 0; i < 3; i++) {
            double aside = 0.06 + 0.12 * i;
            double forward = 0.5 - 0.04 * i;
            disc(
                    canvas,
                    x + length * (forward * upX - aside * upY),
                    y + length * (forward * upY + aside * upX),
                    0.1 * length * thickness,
                    i % 2 == 0 ? shadow : skin);
        }
        finger(canvas, x, y, upX, upY, length, 0.25, -0.22, 0.45, 0.05);
    }

    /** A finger from one place of the hand to another, each so far forward and aside, as shares of its length. */
    private void finger(
            Graphics2D canvas,
            double x,
            double y,
            double upX,
            double upY,
            double length,
            double forward,
            double aside,
            double tipForward,
            double tipAside) {
        line(
                canvas,
                x + length * (forward * upX - aside * upY),
                y + length * (forward * upY + aside * upX),
                x + length * (tipForward * upX - tipAside * upY),
                y + length * (tipForward * upY + tipAside * upX),
                0.15 * length * thickness,
                skin);
    }

    private static void line(Graphics2D canvas, double x, double y, double toX, double toY, double width, Color color) {
        canvas.setColor(color);
        canvas.setStroke(new BasicStroke((float) width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        canvas.draw(new Line2D.Double(x, y, toX, toY));
    }

    private static void disc(Graphics2D canvas, double x, double y, double radius, Color color) {
        canvas.setColor(color);
        canvas.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }
}
