package dev.rewind.ingest.synthetic;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a figure wears.
 *
 * @param thickness of the limbs; 1 is ordinary
 * @param sleeves the colour of the lower arms
 * @param light brightness of the figure; 1 is ordinary
 * @param shade how much darker the farther limbs are, in [0, 1)
 */
record Look(
        Color skin,
        Color hair,
        Color shirt,
        Color sleeves,
        Color trousers,
        Color shoes,
        double thickness,
        double light,
        double shade) {

    private static final List<Color> SKINS = List.of(
            new Color(0xF3D3BD), new Color(0xE0AC84), new Color(0xB97F57), new Color(0x8A5A3B), new Color(0x5C3A26));
    private static final List<Color> HAIRS = List.of(
            new Color(0x1C1712), new Color(0x4A2F1B), new Color(0xA67B3E), new Color(0x7A7A7A), new Color(0x8C3B1D));

    /** How far the colours of skin and clothes lie at least from what is behind it, summed over red, green and blue. */
    private static final int CONTRAST = 170;

    /** How much darker long sleeves are than the shirt, so that arms in front of the chest can be seen. */
    private static final double SLEEVE_SHADE = 0.72;

    static Look draw(SplittableRandom random, Backdrop backdrop) {
        Color skin;
        do {
            skin = SKINS.get(random.nextInt(SKINS.size()));
        } while (distance(skin, backdrop.tone()) < CONTRAST);
        Color shirt = garment(random, backdrop.tone(), skin);
        Color sleeves = dimmed(shirt, SLEEVE_SHADE);
        return new Look(
                skin,
                HAIRS.get(random.nextInt(HAIRS.size())),
                shirt,
                random.nextBoolean() && distance(sleeves, backdrop.tone()) >= CONTRAST ? sleeves : skin,
                garment(random, backdrop.tone(), shirt),
                new Color(random.nextInt(70), random.nextInt(60), random.nextInt(60)),
                random.nextDouble(0.85, 1.25),
                random.nextDouble(0.8, 1.15),
                random.nextDouble(0.12, 0.35));
    }

    /** The colour under a light; 1 is ordinary, 0 is dark. */
    static Color dimmed(Color color, double light) {
        return new Color(
                (int) Math.min(255, color.getRed() * light), (int) Math.min(255, color.getGreen() * light), (int)
                        Math.min(255, color.getBlue() * light));
    }

    private static Color garment(SplittableRandom random, Color behind, Color beside) {
        Color color;
        do {
            color = Color.getHSBColor(
                    (float) random.nextDouble(), (float) random.nextDouble(0.1, 1), (float) random.nextDouble(0.08, 1));
        } while (distance(color, behind) < CONTRAST || distance(color, beside) < CONTRAST / 2);
        return color;
    }

    private static int distance(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed())
                + Math.abs(one.getGreen() - other.getGreen())
                + Math.abs(one.getBlue() - other.getBlue());
    }
}
