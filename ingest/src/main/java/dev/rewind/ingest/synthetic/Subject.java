package dev.rewind.ingest.synthetic;

import java.awt.Graphics2D;

/** What is seen in front of a backdrop. */
@FunctionalInterface
interface Subject {
    /** Draws it as it is at a time, in the camera's units; may leave the canvas moved. */
    void draw(Graphics2D canvas, double seconds);
}
