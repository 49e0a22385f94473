package dev.rewind.ingest.synthetic;

import dev.rewind.ingest.synthetic.Trace.Point;
import java.util.SplittableRandom;

/** What a hand draws in the air; their order is the order of the classes. */
enum Gesture implements Act {
    HOLD(Trace.keys("55")),
    LEFT(Trace.keys("64")),
    RIGHT(Trace.keys("46")),
    UP(Trace.keys("82")),
    DOWN(Trace.keys("28")),
    UP_LEFT(Trace.keys("91")),
    UP_RIGHT(Trace.keys("73")),
    DOWN_LEFT(Trace.keys("37")),
    DOWN_RIGHT(Trace.keys("19")),
    LEFT_AND_BACK(Trace.keys("646")),
    RIGHT_AND_BACK(Trace.keys("464")),
    UP_AND_BACK(Trace.keys("828")),
    DOWN_AND_BACK(Trace.keys("282")),
    SHAKE(Trace.keys("5464646")),
    NOD(Trace.keys("5282828")),
    TICK(Trace.keys("483")),
    MIRRORED_TICK(Trace.keys("681")),
    CARET(Trace.keys("729")),
    MIRRORED_CARET(Trace.keys("927")),
    VEE(Trace.keys("183")),
    LESS(Trace.keys("349")),
    GREATER(Trace.keys("167")),
    ELL(Trace.keys("179")),
    GAMMA(Trace.keys("713")),
    HOOK(Trace.keys("139")),
    SEVEN(Trace.keys("137")),
    ZED(Trace.keys("1379")),
    MIRRORED_ZED(Trace.keys("3197")),
    EN(Trace.keys("7193")),
    EM(Trace.keys("71593")),
    DOUBLE_U(Trace.keys("17593")),
    STAIRS(Trace.keys("74523")),
    BRACKET(Trace.keys("1793")),
    PLUS(Trace.keys("28546")),
    FOUR(Trace.keys("24628")),
    CROSS(Trace.keys("1973")),
    MIRRORED_CROSS(Trace.keys("3791")),
    CROSS_BY_THE_SIDE(Trace.keys("1937")),
    HOURGLASS(Trace.keys("13791")),
    SQUARE(Trace.keys("13971")),
    MIRRORED_SQUARE(Trace.keys("17931")),
    TRIANGLE(Trace.keys("2972")),
    MIRRORED_TRIANGLE(Trace.keys("2792")),
    DIAMOND(Trace.keys("26842")),
    MIRRORED_DIAMOND(Trace.keys("24862")),
    STAR(Trace.star()),
    CIRCLE(Trace.arc(0, 1)),
    MIRRORED_CIRCLE(Trace.arc(1, 0)),
    TWO_CIRCLES(Trace.arc(0, 2)),
    ARCH(Trace.arc(-0.25, 0.25)),
    CUP(Trace.arc(0.75, 0.25)),
    CEE(Trace.arc(0.08, -0.58)),
    MIRRORED_CEE(Trace.arc(-0.08, 0.58)),
    SPIRAL(Trace.curve(s -> round(2.5 * s, 1 - 0.85 * s))),
    OUTWARD_SPIRAL(Trace.curve(s -> round(2.5 * s, 0.15 + 0.85 * s))),
    EIGHT(Trace.curve(s -> new Point(0.6 * Math.sin(4 * Math.PI * s), -Math.cos(2 * Math.PI * s)))),
    INFINITY(Trace.curve(s -> new Point(Math.sin(2 * Math.PI * s), 0.6 * Math.sin(4 * Math.PI * s)))),
    WAVES(Trace.curve(s -> new Point(2 * s - 1, 0.5 * Math.sin(5 * Math.PI * s)))),
    ESS(Trace.curve(s -> new Point(Math.sin(2 * Math.PI * s) * -0.8, 2 * s - 1))),
    LOOP(Trace.curve(s -> new Point(2.6 * s - 1.3 + 0.9 * Math.sin(2 * Math.PI * s), Math.cos(2 * Math.PI * s)))),
    ALPHA(Trace.curve(s -> new Point(1 - 2 * Math.sin(Math.PI * s), -Math.cos(Math.PI * s) * (1.4 * s - 0.7) * 1.4))),
    HEART(Trace.curve(s -> heart(2 * Math.PI * s)));

    @SuppressWarnings("ImmutableEnumChecker") // a list that cannot be changed
    private final Trace trace;

    Gesture(Trace trace) {
        this.trace = trace;
    }

    @Override
    public String label() {
        return "hand-" + Act.words(this);
    }

    @Override
    public Shot shot(SplittableRandom random) {
        return GestureShot.draw(this, random);
    }

    /** The line that this draws, as one person draws it; a circle begins anywhere, a still hand trembles. */
    Trace trace(SplittableRandom random) {
        return switch (this) {
            case CIRCLE, TWO_CIRCLES -> {
                double start = random.nextDouble();
                yield Trace.arc(start, start + (this == CIRCLE ? 1 : 2)).drawnBy(random);
            }
            case MIRRORED_CIRCLE -> {
                double start = random.nextDouble();
                yield Trace.arc(start, start - 1).drawnBy(random);
            }
            default -> trace.drawnBy(random);
        };
    }

    private static Point round(double turns, double radius) {
        double angle = 2 * Math.PI * turns;
        return new Point(radius * Math.sin(angle), -radius * Math.cos(angle));
    }

    private static Point heart(double angle) {
        double sin = Math.sin(angle);
        return new Point(
                sin * sin * sin,
                -(13 * Math.cos(angle) - 5 * Math.cos(2 * angle) - 2 * Math.cos(3 * angle) - Math.cos(4 * angle)) / 16);
    }
}
