package dev.rewind.ingest.synthetic;

/**
 * What turns light into levels.
 *
 * @param noise its grain
 * @param exposure how bright it takes a picture
 */
record Sensor(Noise noise, Exposure exposure) {
    /** Turns the picture of a time, in levels of 0 to 255, into what this sensor makes of it. */
    void expose(byte[] levels, double seconds) {
        exposure.applyTo(levels, seconds);
        noise.addTo(levels, Math.round(seconds * 1000));
    }
}
