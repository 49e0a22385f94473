package dev.rewind.ingest.synthetic;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Draws a subject before its backdrop at one size. Not to be shared between threads. */
final class Renderer {
    /** How far the backdrop goes on beyond the picture, in units, so that a swaying camera never sees its end. */
    private static final int SWAY_MARGIN = 6;

    private final Subject subject;
    private final Framing framing;
    private final Sensor sensor;
    private final int margin;
    private final AffineTransform toPixels;
    private final BufferedImage backdrop;
    private final BufferedImage picture;
    private final Graphics2D canvas;

    /** A person who does what the script says. */
    Renderer(Scene scene, Script script, long seed, int width, int height) {
        this(
                performance(scene, script),
                scene.camera()::framing,
                scene.backdrop(),
                SWAY_MARGIN,
                new Sensor(new Noise(seed, scene.camera().noise()), Exposure.STEADY),
                width,
                height);
    }

    /**
     * Anything.
     *
     * @param margin how far the backdrop goes on beyond the picture, in units
     * @param width of the pictures in pixels
     * @param height of the pictures in pixels
     */
    Renderer(Subject subject, Framing framing, Backdrop backdrop, int margin, Sensor sensor, int width, int height) {
        this.subject = subject;
        this.framing = framing;
        this.sensor = sensor;
        this.margin = margin;
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        this.canvas = picture.createGraphics();
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        canvas.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        this.toPixels =
                AffineTransform.getScaleInstance(width / (double) Camera.WIDTH, height / (double) Camera.HEIGHT);
        this.backdrop = paint(backdrop);
    }

    private static Subject performance(Scene scene, Script script) {
        Figure figure = new Figure(scene.body(), scene.look(), scene.camera());
        return (canvas, seconds) -> figure.draw(
                canvas,
                Skeleton.of(script.poseAt(scene, seconds), scene.body()),
                scene.camera().forwards() * script.walked(scene, seconds));
    }

    private BufferedImage paint(Backdrop behind) {
        double width = Camera.WIDTH + 2.0 * margin;
        double height = Camera.HEIGHT + 2.0 * margin;
        BufferedImage image = new BufferedImage(
                (int) Math.ceil(width * toPixels.getScaleX()),
                (int) Math.ceil(height * toPixels.getScaleY()),
                BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D brush = image.createGraphics();
        brush.transform(toPixels);
        // One unit more on each side: the image's last pixel may be larger than its share of the area.
        behind.paint(brush, new Rectangle2D.Double(0, 0, width + 1, height + 1));
        brush.dispose();
        return image;
    }

    /** The picture at a time; the image is reused by the next call. */
    BufferedImage at(double seconds) {
        AffineTransform seen = new AffineTransform(toPixels);
        seen.concatenate(framing.at(seconds));
        AffineTransform behind = new AffineTransform(seen);
        behind.translate(-margin, -margin);
        behind.scale(1 / toPixels.getScaleX(), 1 / toPixels.getScaleY());
        canvas.setTransform(behind);
        canvas.drawImage(backdrop, 0, 0, null);
        canvas.setTransform(seen);
        subject.draw(canvas, seconds);
        sensor.expose(((DataBufferByte) picture.getRaster().getDataBuffer()).getData(), seconds);
        return picture;
    }
}
