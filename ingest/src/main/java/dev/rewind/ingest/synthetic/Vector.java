package dev.rewind.ingest.synthetic;

/** A point or direction: x to the viewer's right, y up, z towards the viewer; the unit is the figure's height. */
record Vector(double x, double y, double z) {

    /** The direction of a limb's segment; {@code side} is 1 for the figure's left, which is the viewer's right. */
    static Vector direction(double swing, double spread, int side) {
        double forward = Math.toRadians(swing);
        double outward = Math.toRadians(spread);
        return new Vector(
                side * Math.sin(outward),
                -Math.cos(outward) * Math.cos(forward),
                Math.cos(outward) * Math.sin(forward));
    }

    Vector plus(Vector other) {
        return new Vector(x + other.x, y + other.y, z + other.z);
    }

    Vector times(double factor) {
        return new Vector(x * factor, y * factor, z * factor);
    }

    /** Turned about the vertical: from z to x. */
    Vector turned(double degrees) {
        double angle = Math.toRadians(degrees);
        double sin = Math.sin(angle);
        double cos = Math.cos(angle);
        return new Vector(x * cos + z * sin, y, z * cos - x * sin);
    }

    /** Pitched about the line through the shoulders: from y to z. */
    Vector pitched(double degrees) {
        double angle = Math.toRadians(degrees);
        double sin = Math.sin(angle);
        double cos = Math.cos(angle);
        return new Vector(x, y * cos - z * sin, y * sin + z * cos);
    }
}
