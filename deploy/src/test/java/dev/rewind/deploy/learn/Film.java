package dev.rewind.deploy.learn;

import dev.rewind.model.ClipSpec;
import java.time.Duration;

/** What cameras show and people label: clips of gestures, by number. */
interface Film {
    /** The form of the clips that cameras show. */
    ClipSpec clip();

    /** A clip as a stream brings it: as many JPEGs as its form has frames, one after another. */
    byte[] shown(String gesture, long number);

    /** A clip of a gesture that no stream shows. */
    Take labelled(String gesture, int number);

    /**
     * A recording that somebody labels.
     *
     * @param motionJpeg its frames, JPEGs one after another
     * @param period between them
     * @param group the camera or person that it is of
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Take(byte[] motionJpeg, Duration period, String group) {}
}
