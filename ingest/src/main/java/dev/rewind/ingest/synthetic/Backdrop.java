package dev.rewind.ingest.synthetic;

import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * What is behind the figure.
 *
 * @param kind what it looks like
 * @param tone the colour that most of it has
 * @param accent the other end of a gradient, or the floor's colour
 * @param seed of the details
 */
record Backdrop(Kind kind, Color tone, Color accent, long seed) {

    enum Kind {
        FLAT,
        GRADIENT,
        TEXTURE,
        CLUTTER,
        ROOM
    }

    static Backdrop draw(SplittableRandom random) {
        Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
        Color tone = Color.getHSBColor(
                (float) random.nextDouble(), (float) random.nextDouble(0.6), (float) random.nextDouble(0.12, 0.95));
        return new Backdrop(kind, tone, near(tone, random, 60), random.nextLong());
    }

    /** Fills the area, given in the camera's units. */
    void paint(Graphics2D canvas, Rectangle2D area) {
        SplittableRandom random = new SplittableRandom(seed);
        canvas.setColor(tone);
        canvas.fill(area);
        switch (kind) {
            case FLAT -> {}
            case GRADIENT -> paintGradient(canvas, area, random);
            case TEXTURE -> paintTexture(canvas, area, random);
            case CLUTTER -> paintClutter(canvas, area, random);
            case ROOM -> paintRoom(canvas, area, random);
        }
    }

    private void paintGradient(Graphics2D canvas, Rectangle2D area, SplittableRandom random) {
        double angle = random.nextDouble(2 * Math.PI);
        float dx = (float) (Math.cos(angle) * area.getWidth() / 2);
        float dy = (float) (Math.sin(angle) * area.getHeight() / 2);
        float x = (float) area.getCenterX();
        float y = (float) area.getCenterY();
        canvas.setPaint(new GradientPaint(x - dx, y - dy, tone, x + dx, y + dy, accent));
        canvas.fill(area);
    }

    private void paintTexture(Graphics2D canvas, Rectangle2D area, SplittableRandom random) {
        int cells = random.nextInt(8, 40);
        int strength = random.nextInt(15, 45);
        BufferedImage coarse = new BufferedImage(cells, cells, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < cells * cells; i++) {
            coarse.setRGB(i % cells, i / cells, near(tone, random, strength).getRGB());
        }
        canvas.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        canvas.drawImage(
                coarse,
                (int) area.getX(),
                (int) area.getY(),
                (int) Math.ceil(area.getWidth()),
                (int) Math.ceil(area.getHeight()),
                null);
    }

    private void paintClutter(Graphics2D canvas, Rectangle2D area, SplittableRandom random) {
        int things = random.nextInt(5, 16);
        for (int i = 0; i < things; i++) {
            double width = area.getWidth() * random.nextDouble(0.06, 0.4);
            double height = area.getHeight() * random.nextDouble(0.06, 0.4);
            double x = area.getX() + random.nextDouble() * area.getWidth() - width / 2;
            double y = area.getY() + random.nextDouble() * area.getHeight() - height / 2;
            canvas.setColor(near(tone, random, 55));
            canvas.fill(
                    random.nextInt(3) == 0
                            ? new Ellipse2D.Double(x, y, width, height)
                            : new Rectangle2D.Double(x, y, width, height));
        }
    }

    private void paintRoom(Graphics2D canvas, Rectangle2D area, SplittableRandom random) {
        double floor = area.getY() + area.getHeight() * random.nextDouble(0.6, 0.85);
        canvas.setColor(accent);
        canvas.fill(new Rectangle2D.Double(area.getX(), floor, area.getWidth(), area.getMaxY() - floor));
        int windows = random.nextInt(3);
        for (int i = 0; i < windows; i++) {
            double width = area.getWidth() * random.nextDouble(0.12, 0.25);
            double x = area.getX() + random.nextDouble() * (area.getWidth() - width);
            double top = area.getY() + area.getHeight() * random.nextDouble(0.1, 0.25);
            canvas.setColor(near(tone, random, 60));
            canvas.fill(new Rectangle2D.Double(x, top, width, (floor - top) * random.nextDouble(0.4, 1)));
        }
    }

    private static Color near(Color color, SplittableRandom random, int reach) {
        int shift = random.nextInt(-reach, reach + 1);
        return new Color(
                level(color.getRed() + shift + random.nextInt(-reach / 3, reach / 3 + 1)),
                level(color.getGreen() + shift + random.nextInt(-reach / 3, reach / 3 + 1)),
                level(color.getBlue() + shift + random.nextInt(-reach / 3, reach / 3 + 1)));
    }

    private static int level(int value) {
        return Math.min(255, Math.max(0, value));
    }
}
