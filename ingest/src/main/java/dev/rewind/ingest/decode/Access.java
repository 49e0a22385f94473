package dev.rewind.ingest.decode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How ffmpeg may reach a source. Formats and protocols are whitelisted: with stock settings a playlist that is named
 * {@code .mp4} makes ffmpeg read any other file of the machine.
 */
enum Access {
    FILE(
            "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,ogg,asf,gif,h264,hevc,m4v,mjpeg,ivf,av1,obu,mxf,"
                    + "dv,rm,wav,mp3,aac,flac",
            "file"),
    DEVICE("v4l2,video4linux2", "file"),
    RTSP("rtsp", "rtsp,rtsps,rtp,srtp,rtcp,udp,tcp,tls"),
    HTTP(
            "hls,applehttp,mpegts,mov,mp4,matroska,webm,flv,live_flv,ogg,avi,mpjpeg,mjpeg,aac,mp3,webvtt",
            "http,https,httpproxy,tcp,tls,crypto");

    private static final Pattern CAMERA = Pattern.compile("/dev/video\\d+");
    private static final Pattern SCHEME = Pattern.compile("([a-z][a-z0-9+.-]+)://.*");

    private final String formats;
    private final String protocols;

    Access(String formats, String protocols) {
        this.formats = formats;
        this.protocols = protocols;
    }

    static Access to(String source) {
        if (CAMERA.matcher(source).matches()) {
            return DEVICE;
        }
        var scheme = SCHEME.matcher(source.toLowerCase(Locale.ROOT));
        if (!scheme.matches()) {
            return FILE;
        }
        return switch (scheme.group(1)) {
            case "rtsp", "rtsps" -> RTSP;
            case "http", "https" -> HTTP;
            default ->
                throw new SourceException(
                        "'" + Credentials.hidden(source) + "' begins with " + scheme.group(1)
                                + "://, which is not supported; give a file, rtsp://, rtsps://, http://, https:// or /dev/videoN");
        };
    }

    /** What ffmpeg is to open; a file is checked first, since its own messages tell too little. */
    String url(String source) {
        return this == FILE ? "file:" + readable(source) : source;
    }

    /** The name of ffmpeg's input format where it must be told, else null. */
    String format() {
        return this == DEVICE ? "v4l2" : null;
    }

    Map<String, String> options(Duration timeout) {
        String micros = Long.toString(timeout.toNanos() / 1000);
        Map<String, String> options = new HashMap<>();
        options.put("format_whitelist", formats);
        options.put("protocol_whitelist", protocols);
        if (this == RTSP) {
            // Over UDP lost packets smear across the picture until the next key frame.
            options.put("rtsp_transport", "tcp");
            options.put("timeout", micros);
        } else if (this == HTTP) {
            options.put("timeout", micros);
            options.put("rw_timeout", micros);
        }
        return options;
    }

    /** What a person can do when the source did not open. */
    String advice() {
        return switch (this) {
            case FILE -> "check that it is a whole video file, or convert it to MP4 or WebM";
            case DEVICE ->
                "check that the camera is plugged in, that this user may read it, and that nothing else uses it";
            case RTSP, HTTP -> "check the address, the user and password, and that it can be reached from this machine";
        };
    }

    private static Path readable(String source) {
        try {
            Path file = Path.of(source).toAbsolutePath().normalize();
            if (!Files.exists(file)) {
                throw new SourceException("the video file " + file + " is missing; check the path");
            }
            if (!Files.isRegularFile(file)) {
                throw new SourceException(file + " is not a file; give the path of a video file");
            }
            if (!Files.isReadable(file)) {
                throw new SourceException("the video file " + file + " may not be read; change its permissions");
            }
            if (Files.size(file) == 0) {
                throw new SourceException("the video file " + file + " is empty; copy or record it again");
            }
            return file;
        } catch (InvalidPathException | IOException e) {
            throw new SourceException("the video file '" + source + "' cannot be read: " + e.getMessage(), e);
        }
    }
}
