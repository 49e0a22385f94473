package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Trace.Point;
import java.awt.Graphics2D;
import java.util.SplittableRandom;

/**
 * A hand that draws a line in the air once, seen by its owner.
 *
 * @param hand whose it is
 * @param trace the line
 * @param place where its middle lies, in units
 * @param reach half its width and height, in units
 * @param tempo how much of the line is drawn when
 * @param visit how the hand comes and goes
 * @param seconds how long it is seen
 */
record GestureShot(Hand hand, Trace trace, Point place, Point reach, Tempo tempo, Visit visit, double seconds)
        implements Subject {

    /**
     * When the line is drawn.
     *
     * @param from share of the clip after which the hand begins
     * @param to share of the clip after which it is done
     * @param ease how much it slows down at both ends, in [0, 1]
     * @param unsteady how much faster and slower it becomes on its way, in [0, 1)
     * @param phase of that
     */
    record Tempo(double from, double to, double ease, double unsteady, double phase) {
        static Tempo draw(SplittableRandom random) {
            return new Tempo(
                    random.nextBoolean() ? random.nextDouble(0, 0.25) : 0,
                    1 - (random.nextBoolean() ? random.nextDouble(0, 0.25) : 0),
                    random.nextDouble(),
                    random.nextDouble(0.5),
                    random.nextDouble(2 * Math.PI));
        }

        /** How much of the line is drawn after a share of the clip. */
        double drawn(double share) {
            double plain = Math.min(1, Math.max(0, (share - from) / (to - from)));
            double eased = (1 - ease) * plain + ease * Motion.ease(plain);
            // Its slope is never below 1 - unsteady, so that the hand never goes back.
            return eased + unsteady / (2 * Math.PI) * (Math.sin(2 * Math.PI * eased + phase) - Math.sin(phase));
        }
    }

    /**
     * How a hand comes into the picture and leaves it, from below.
     *
     * @param comes share of the clip that coming takes; 0 where the hand is there from the beginning
     * @param goes share of the clip that going takes; 0 where it stays
     */
    record Visit(double comes, double goes) {
        static Visit draw(SplittableRandom random) {
            return new Visit(
                    random.nextInt(4) == 0 ? random.nextDouble(0.05, 0.15) : 0,
                    random.nextInt(4) == 0 ? random.nextDouble(0.05, 0.15) : 0);
        }

        /** How far below its place the hand is after a share of the clip, in heights of the picture. */
        double below(double share) {
            double coming = comes == 0 ? 0 : Math.max(0, 1 - share / comes);
            double going = goes == 0 ? 0 : Math.max(0, 1 - (1 - share) / goes);
            return Motion.ease(Math.max(coming, going));
        }
    }

    /** One performance of a gesture. */
    static Shot draw(Gesture gesture, SplittableRandom random) {
        Backdrop backdrop = Backdrop.draw(random.split());
        Hand hand = Hand.draw(random.split(), backdrop);
        Trace trace = gesture.trace(random.split());
        double width = Camera.WIDTH * random.nextDouble(0.16, 0.42);
        double height = Camera.HEIGHT * random.nextDouble(0.16, 0.42);
        Point place = new Point(
                Camera.WIDTH * 0.5 + (Camera.WIDTH * 0.46 - width) * random.nextDouble(-0.9, 0.9),
                Camera.HEIGHT * 0.48 + (Camera.HEIGHT * 0.44 - height) * random.nextDouble(-0.9, 0.9));
        double seconds = random.nextDouble(1.5, 7);
        Subject subject = new GestureShot(
                hand, trace, place, new Point(width, height), Tempo.draw(random), Visit.draw(random), seconds);
        double reach = random.nextInt(4) == 0 ? 0 : random.nextDouble() * random.nextDouble();
        return new Shot(
                subject,
                Handheld.draw(reach, random),
                backdrop,
                new Sensor(new Noise(random.nextLong(), random.nextDouble(0, 7)), Exposure.draw(random)),
                seconds);
    }

    @Override
    public void draw(Graphics2D canvas, double at) {
        double share = at / seconds;
        Point drawn = trace.at(tempo.drawn(share));
        double x = place.x() + reach.x() * drawn.x();
        double y = place.y() + reach.y() * drawn.y() + Camera.HEIGHT * visit.below(share);
        // An arm that reaches up and out is stretched, and its hand a little nearer.
        hand.draw(canvas, new Point(x, y), 1.05 - 0.12 * y / Camera.HEIGHT);
    }
}
