package dev.rewind.ingest.synthetic;

import java.awt.geom.AffineTransform;
import java.util.SplittableRandom;

/**
 * A camera that is carried: it drifts, turns and comes nearer by slow waves.
 *
 * @param across how it drifts to the side, in units
 * @param down how it drifts up and down, in units
 * @param turn how it turns, in radians
 * @param nearer how it comes nearer, as a share
 */
record Handheld(Wave across, Wave down, Wave turn, Wave nearer) implements Framing {
    /** Two sines. */
    record Wave(double size, double rhythm, double start) {
        private static Wave draw(double size, SplittableRandom random) {
            return new Wave(size * random.nextDouble(), random.nextDouble(0.08, 0.5), random.nextDouble());
        }

        double at(double seconds) {
            double angle = 2 * Math.PI * (start + rhythm * seconds);
            return size * (0.75 * Math.sin(angle) + 0.25 * Math.sin(2.7 * angle + 1));
        }
    }

    /**
     * A camera that moves no more than this.
     *
     * @param reach 1 moves by up to 12 units, 4 degrees and 8 percent
     */
    static Handheld draw(double reach, SplittableRandom random) {
        return new Handheld(
                Wave.draw(12 * reach, random),
                Wave.draw(12 * reach, random),
                Wave.draw(Math.toRadians(4) * reach, random),
                Wave.draw(0.08 * reach, random));
    }

    @Override
    public AffineTransform at(double seconds) {
        AffineTransform seen = AffineTransform.getTranslateInstance(across.at(seconds), down.at(seconds));
        seen.rotate(turn.at(seconds), Camera.WIDTH / 2.0, Camera.HEIGHT / 2.0);
        double scale = 1 + nearer.at(seconds);
        seen.translate(Camera.WIDTH / 2.0, Camera.HEIGHT / 2.0);
        seen.scale(scale, scale);
        seen.translate(-Camera.WIDTH / 2.0, -Camera.HEIGHT / 2.0);
        return seen;
    }
}
