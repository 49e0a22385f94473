package dev.rewind.ingest.synthetic;

import java.awt.geom.AffineTransform;

/** How the picture moves because its camera does. */
@FunctionalInterface
interface Framing {
    /** From where a still camera sees a point to where this one sees it at a time, in units. */
    AffineTransform at(double seconds);
}
