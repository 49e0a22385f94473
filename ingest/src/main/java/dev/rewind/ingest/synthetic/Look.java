package dev.rewind.ingest.synthetic;

import java.awt.Color;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What a figure wears.
 *
 * @param thickness of the limbs; 1 is ordinary
 * @param longSleeves whether the lower arms are clothed
 * @param light brightness of the figure; 1 is ordinary
 * @param shade how much darker the farther limbs are, in [0, 1)
 */
record Look(
        Color skin,
        Color hair,
        Color shirt,
        Color trousers,
        Color shoes,
        double thickness,
        boolean longSleeves,
        double light,
        double shade) {

    private static final List<Color> SKINS = List.of(
            new Color(0xF3D3BD), new Color(0xE0AC84), new Color(0xB97F57), new Color(0x8A5A3B), new Color(0x5C3A26));
    private static final List<Color> HAIRS = List.of(
            new Color(0x1C1712), new Color(0x4A2F1B), new Color(0xA67B3E), new Color(0x7A7A7A), new Color(0x8C3B1D));

    /** How far a garment's colour lies from the backdrop's at least, summed over red, green and blue. */
    private static final int CONTRAST = 150;

    static Look draw(SplittableRandom random, Backdrop backdrop) {
        return new Look(
                SKINS.get(random.nextInt(SKINS.size())),
                HAIRS.get(random.nextInt(HAIRS.size())),
                garment(random, backdrop),
                garment(random, backdrop),
                new Color(random.nextInt(70), random.nextInt(60), random.nextInt(60)),
                random.nextDouble(0.85, 1.25),
                random.nextBoolean(),
                random.nextDouble(0.8, 1.15),
                random.nextDouble(0.12, 0.35));
    }

    private static Color garment(SplittableRandom random, Backdrop backdrop) {
        Color color;
        do {
            color = Color.getHSBColor(
                    (float) random.nextDouble(), (float) random.nextDouble(0.1, 1), (float) random.nextDouble(0.08, 1));
        } while (distance(color, backdrop.tone()) < CONTRAST);
        return color;
    }

    private static int distance(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed())
                + Math.abs(one.getGreen() - other.getGreen())
                + Math.abs(one.getBlue() - other.getBlue());
    }
}
