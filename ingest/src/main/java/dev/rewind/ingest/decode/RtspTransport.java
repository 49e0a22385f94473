package dev.rewind.ingest.decode;

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

    /** As ffmpeg calls it. */
    String ffmpeg() {
        return ffmpeg;
    }
}
