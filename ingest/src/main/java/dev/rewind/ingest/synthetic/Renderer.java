package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Camera.Seen;
import dev.rewind.ingest.synthetic.Skeleton.Arm;
import dev.rewind.ingest.synthetic.Skeleton.Leg;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Draws one scene at one size. Not to be shared between threads. */
final class Renderer {
    /** How far the backdrop goes on beyond the picture, in units, so that a swaying camera never sees its end. */
    private static final int MARGIN = 6;

    private final Scene scene;
    private final Script script;
    private final Noise noise;
    private final BufferedImage backdrop;
    private final BufferedImage picture;
    private final Graphics2D canvas;
    private final List<Piece> pieces = new ArrayList<>();

    /** Something to draw; the farthest comes first. */
    private record Piece(double nearness, Shape outline, double stroke, Color color) {}

    Renderer(Scene scene, Script script, long seed, int width, int height) {
        this.scene = scene;
        this.script = script;
        this.noise = new Noise(seed, scene.camera().noise());
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        this.canvas = picture.createGraphics();
        double scaleX = width / (double) Camera.WIDTH;
        double scaleY = height / (double) Camera.HEIGHT;
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.scale(scaleX, scaleY);
        this.backdrop = paintBackdrop(scaleX, scaleY);
    }

    private BufferedImage paintBackdrop(double scaleX, double scaleY) {
        BufferedImage image = new BufferedImage(
                (int) Math.ceil((Camera.WIDTH + 2 * MARGIN) * scaleX),
                (int) Math.ceil((Camera.HEIGHT + 2 * MARGIN) * scaleY),
                BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D brush = image.createGraphics();
        brush.scale(scaleX, scaleY);
        // One unit more on each side: the image's last pixel may be larger than its share of the area.
        scene.backdrop()
                .paint(
                        brush,
                        new Rectangle2D.Double(0, 0, Camera.WIDTH + 2 * MARGIN + 1, Camera.HEIGHT + 2 * MARGIN + 1));
        brush.dispose();
        return image;
    }

    /** The picture at a time of the script; the image is reused by the next call. */
    BufferedImage at(double seconds) {
        AffineTransform still = canvas.getTransform();
        double slipX = scene.camera().slipX(seconds);
        double slipY = scene.camera().slipY(seconds);
        canvas.setTransform(AffineTransform.getTranslateInstance(
                (slipX - MARGIN) * still.getScaleX(), (slipY - MARGIN) * still.getScaleY()));
        canvas.drawImage(backdrop, 0, 0, null);
        canvas.setTransform(still);
        canvas.translate(slipX, slipY);
        drawFigure(Skeleton.of(script.poseAt(scene, seconds), scene.body()), script.walked(scene, seconds));
        canvas.setTransform(still);
        noise.addTo(((DataBufferByte) picture.getRaster().getDataBuffer()).getData(), Math.round(seconds * 1000));
        return picture;
    }

    private void drawFigure(Skeleton figure, double walked) {
        pieces.clear();
        Look look = scene.look();
        // Walking is shown across the picture only, not in depth: the figure keeps its size.
        double across = walked
                * Math.sin(Math.toRadians(scene.camera().yaw()))
                * scene.camera().zoom();
        canvas.translate(across, 0);
        drawShadow(figure);
        addTorso(figure, look);
        addLine(figure.neck(), figure.head(), 0.05, look.skin());
        addDisc(figure.head(), scene.body().head(), look.skin());
        addDisc(figure.crown(), scene.body().head() * 0.92, look.hair());
        addArm(figure.left(), look);
        addArm(figure.right(), look);
        addLeg(figure.leftLeg(), look);
        addLeg(figure.rightLeg(), look);
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

    private void drawShadow(Skeleton figure) {
        Seen spot = scene.camera().see(new Vector(0, 0, figure.pelvis().z()));
        double width = spot.scale() * 0.42;
        double height = width * (0.12 + Math.sin(Math.toRadians(scene.camera().elevation())));
        canvas.setColor(new Color(0, 0, 0, 60));
        canvas.fill(new Ellipse2D.Double(spot.x() - width / 2, spot.y() - height / 2, width, height));
    }

    private void addTorso(Skeleton figure, Look look) {
        Camera camera = scene.camera();
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

    private void addArm(Arm arm, Look look) {
        addLine(arm.shoulder(), arm.elbow(), 0.07, look.shirt());
        addLine(arm.elbow(), arm.hand(), 0.06, look.sleeves());
        addDisc(arm.hand(), 0.048 * look.thickness(), look.skin());
    }

    private void addLeg(Leg leg, Look look) {
        addLine(leg.hip(), leg.knee(), 0.095, look.trousers());
        addLine(leg.knee(), leg.ankle(), 0.078, look.trousers());
        addLine(leg.ankle(), leg.toe(), 0.06, look.shoes());
    }

    private void addLine(Vector from, Vector to, double thickness, Color color) {
        Seen start = scene.camera().see(from);
        Seen end = scene.camera().see(to);
        pieces.add(new Piece(
                (start.nearness() + end.nearness()) / 2,
                new Line2D.Double(start.x(), start.y(), end.x(), end.y()),
                thickness * scene.look().thickness() * (start.scale() + end.scale()) / 2,
                color));
    }

    private void addDisc(Vector centre, double radius, Color color) {
        Seen spot = scene.camera().see(centre);
        double size = radius * spot.scale();
        pieces.add(new Piece(
                spot.nearness() + radius / 2,
                new Ellipse2D.Double(spot.x() - size, spot.y() - size, 2 * size, 2 * size),
                0,
                color));
    }

    private Color lit(Color color, double nearness) {
        double depth = Math.min(1, Math.max(0, 0.5 - nearness * 2.5));
        double light = scene.look().light() * (1 - scene.look().shade() * depth);
        return Look.dimmed(color, light);
    }
}
