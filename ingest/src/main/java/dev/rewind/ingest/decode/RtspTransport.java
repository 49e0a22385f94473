package dev.rewind.ingest.decode;

import java.util.Locale;

/** What carries the pictures of an RTSP camera. */
public enum RtspTransport {
    /** Inside the connection that controls it: nothing is lost, and firewalls let it through. */
    TCP("tcp"),
    /** As datagrams: no late packet holds up the next, but lost ones smear the picture until the next key frame. */
    UDP("udp");

    private final String ffmpeg;

    RtspTransport(String ffmpeg) {
        this.ffmpeg = ffmpeg;
    }

    /**
     * Reads {@code tcp} or {@code udp}.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static RtspTransport named(String text) {
        return valueOf(text.toUpperCase(Locale.ROOT));
    }

    /** As ffmpeg calls it. */
    String ffmpeg() {
        return ffmpeg;
    }
}
