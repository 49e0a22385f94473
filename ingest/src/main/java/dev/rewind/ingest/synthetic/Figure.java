package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Camera.Seen;
import dev.rewind.ingest.synthetic.Skeleton.Arm;
import dev.rewind.ingest.synthetic.Skeleton.Body;
import dev.rewind.ingest.synthetic.Skeleton.Leg;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws a person. Not to be shared between threads. */
final class Figure {
    private final Body body;
    private final Look look;
    private final Camera camera;
    private final List<Piece> pieces = new ArrayList<>();

    /** Something to draw; the farthest comes first. */
    private record Piece(double nearness, Shape outline, double stroke, Color color) {}

    Figure(Body body, Look look, Camera camera) {
        this.body = body;
        this.look = look;
        this.camera = camera;
    }

    /**
     * Draws the person where these joints are.
     *
     * @param across how far to the right of where the camera has the figure, in units: walking is shown across the
     *     picture only, not in depth, and the figure keeps its size
     */
    void draw(Graphics2D canvas, Skeleton figure, double across) {
        pieces.clear();
        canvas.translate(across, 0);
        drawShadow(canvas, figure);
        addTorso(figure);
        addLine(figure.neck(), figure.head(), 0.05, look.skin());
        addDisc(figure.head(), body.head(), look.skin());
        addDisc(figure.crown(), body.head() * 0.92, look.hair());
        addArm(figure.left());
        addArm(figure.right());
        addLeg(figure.leftLeg());
        addLeg(figure.rightLeg());
        pieces.sort(Comparator.comparingDouble(Piece::nearness));
        for (Piece piece : pieces) {
            canvas.setColor(lit(piece.color, piece.nearness));
            canvas.setStroke(new BasicStroke((float) piece.stroke, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
            if (!(piece.outline instanceof Line2D)) {
                canvas.fill(piece.outline);
            }
            if (piece.stroke > 0) {
                canvas.draw(piece.outline);
            }
        }
    }

    private void drawShadow(Graphics2D canvas, Skeleton figure) {
        Seen spot = camera.see(new Vector(0, 0, figure.pelvis().z()));
        double width = spot.scale() * 0.42;
        double height = width * (0.12 + Math.sin(Math.toRadians(camera.elevation())));
        canvas.setColor(new Color(0, 0, 0, 60));
        canvas.fill(new Ellipse2D.Double(spot.x() - width / 2, spot.y() - height / 2, width, height));
    }

    private void addTorso(Skeleton figure) {
        Seen[] corners = {
            camera.see(figure.left().shoulder()),
            camera.see(figure.right().shoulder()),
            camera.see(figure.rightLeg().hip()),
            camera.see(figure.leftLeg().hip())
        };
        Path2D outline = new Path2D.Double();
        double nearness = 0;
        outline.moveTo(corners[0].x(), corners[0].y());
        for (Seen corner : corners) {
            outline.lineTo(corner.x(), corner.y());
            nearness += corner.nearness() / corners.length;
        }
        outline.closePath();
        pieces.add(new Piece(nearness, outline, 0.075 * look.thickness() * corners[0].scale(), look.shirt()));
    }

    private void addArm(Arm arm) {
        addLine(arm.shoulder(), arm.elbow(), 0.07, look.shirt());
        addLine(arm.elbow(), arm.hand(), 0.06, look.sleeves());
        addDisc(arm.hand(), 0.048 * look.thickness(), look.skin());
    }

    private void addLeg(Leg leg) {
        addLine(leg.hip(), leg.knee(), 0.095, look.trousers());
        addLine(leg.knee(), leg.ankle(), 0.078, look.trousers());
        addLine(leg.ankle(), leg.toe(), 0.06, look.shoes());
    }

    private void addLine(Vector from, Vector to, double thickness, Color color) {
        Seen start = camera.see(from);
        Seen end = camera.see(to);
        pieces.add(new Piece(
                (start.nearness() + end.nearness()) / 2,
                new Line2D.Double(start.x(), start.y(), end.x(), end.y()),
                thickness * look.thickness() * (start.scale() + end.scale()) / 2,
                color));
    }

    private void addDisc(Vector centre, double radius, Color color) {
        Seen spot = camera.see(centre);
        double size = radius * spot.scale();
        pieces.add(new Piece(
                spot.nearness() + radius / 2,
                new Ellipse2D.Double(spot.x() - size, spot.y() - size, 2 * size, 2 * size),
                0,
                color));
    }

    private Color lit(Color color, double nearness) {
        double depth = Math.min(1, Math.max(0, 0.5 - nearness * 2.5));
        double light = look.light() * (1 - look.shade() * depth);
        return Look.dimmed(color, light);
    }
}
