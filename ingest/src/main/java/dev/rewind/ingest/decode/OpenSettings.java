package dev.rewind.ingest.decode;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * How a source is opened, and what is let in.
 *
 * @param rtspTransport what carries the pictures of RTSP cameras
 * @param hardware what decodes
 * @param pictureRate pictures a second of what has no clock of its own: pictures one after another
 * @param limits what a video may be
 * @param allowedRoots folders that files must lie in once links are followed; empty lets all in
 */
public record OpenSettings(
        RtspTransport rtspTransport,
        HardwareDecoding hardware,
        double pictureRate,
        SourceLimits limits,
        List<Path> allowedRoots) {
    private static final double HIGHEST_PICTURE_RATE = 1000;

    public OpenSettings {
        Objects.requireNonNull(rtspTransport, "rtspTransport");
        Objects.requireNonNull(hardware, "hardware");
        Objects.requireNonNull(limits, "limits");
        if (!(pictureRate > 0 && pictureRate <= HIGHEST_PICTURE_RATE)) {
            throw new IllegalArgumentException("pictures come at more than 0 and at most " + HIGHEST_PICTURE_RATE
                    + " a second, but were to at " + pictureRate);
        }
        allowedRoots = allowedRoots.stream()
                .map(root -> root.toAbsolutePath().normalize())
                .toList();
    }

    /** RTSP by TCP, decoded by the processor, 25 pictures a second, the usual limits, files from everywhere. */
    public static OpenSettings defaults() {
        return new OpenSettings(RtspTransport.TCP, HardwareDecoding.NONE, 25, SourceLimits.defaults(), List.of());
    }

    /** The same, with RTSP by another way, and pictures at another rate. */
    public OpenSettings carried(RtspTransport transport, double rate) {
        return new OpenSettings(transport, hardware, rate, limits, allowedRoots);
    }

    /** The same, with these limits. */
    public OpenSettings within(SourceLimits tighter) {
        return new OpenSettings(rtspTransport, hardware, pictureRate, tighter, allowedRoots);
    }

    /** The same, with files from these folders only. */
    public OpenSettings below(List<Path> roots) {
        return new OpenSettings(rtspTransport, hardware, pictureRate, limits, roots);
    }
}
