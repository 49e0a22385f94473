package dev.rewind.ingest.decode;

import static org.bytedeco.ffmpeg.global.avformat.avio_enum_protocols;

import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * How ffmpeg may reach a source. Formats and protocols are whitelisted: with stock settings a playlist that is named
 * {@code .mp4} makes ffmpeg read any other file of the machine.
 */
enum Access {
    FILE(Access.CONTAINERS, "file"),
    /** What this program feeds through a socket of its own: pictures one after another, or the standard input. */
    FEED(Access.CONTAINERS + ",jpeg_pipe,png_pipe,bmp_pipe,webp_pipe", "unix", "unix"),
    DEVICE("v4l2,video4linux2", "file"),
    RTSP("rtsp", "rtsp,rtsps,rtp,srtp,rtcp,udp,tcp,tls", "rtsp", "rtsps"),
    RTMP("flv,live_flv", "rtmp,rtmps,tcp,tls", "rtmp", "rtmps"),
    SRT("mpegts,matroska,webm,flv,live_flv", "srt", "srt"),
    HTTP(
            "hls,applehttp,mpegts,mov,mp4,matroska,webm,flv,live_flv,ogg,avi,mpjpeg,mjpeg,aac,mp3,webvtt",
            "http,https,httpproxy,tcp,tls,crypto",
            "http",
            "https");

    private static final String CONTAINERS =
            "mov,mp4,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,live_flv,ogg,asf,gif,h264,hevc,m4v,mjpeg,ivf,av1,obu,mxf,"
                    + "dv,rm,wav,mp3,aac,flac";
    private static final Pattern CAMERA = Pattern.compile("/dev/video\\d+");
    private static final Pattern SCHEME = Pattern.compile("(?s)([a-z][a-z0-9+.-]+)://.*");

    private final String formats;
    private final String protocols;
    private final Set<String> schemes;

    Access(String formats, String protocols, String... schemes) {
        this.formats = formats;
        this.protocols = protocols;
        this.schemes = Set.of(schemes);
    }

    static Access to(String source) {
        if (CAMERA.matcher(source).matches()) {
            return DEVICE;
        }
        Optional<String> scheme = scheme(source);
        if (scheme.isEmpty()) {
            return FILE;
        }
        for (Access access : values()) {
            if (access.schemes.contains(scheme.get())) {
                return access;
            }
        }
        throw new SourceException("'" + Credentials.hidden(source) + "' begins with " + scheme.get()
                + "://, which is not supported; give a file, /dev/videoN, or an address with rtsp(s), rtmp(s), srt or"
                + " http(s)");
    }

    private static Optional<String> scheme(String source) {
        Matcher scheme = SCHEME.matcher(source.toLowerCase(Locale.ROOT));
        return scheme.matches() ? Optional.of(scheme.group(1)) : Optional.empty();
    }

    /**
     * What ffmpeg is to open.
     *
     * @throws SourceException if it is a file that must not be read, or this platform's ffmpeg lacks the protocol
     */
    String url(String source, OpenSettings settings) {
        return switch (this) {
            case FILE -> "file:" + LocalFile.real(source, settings);
            case FEED -> "unix:" + source.substring("unix://".length());
            case DEVICE -> source;
            case RTSP, RTMP, SRT, HTTP -> {
                requireKnown(source, scheme(source).orElseThrow());
                yield source;
            }
        };
    }

    /** Builds of ffmpeg differ; its own complaint is "Protocol not found". */
    private void requireKnown(String source, String scheme) {
        // The demuxer speaks RTSP itself, by these.
        String protocol =
                switch (scheme) {
                    case "rtsp" -> "tcp";
                    case "rtsps" -> "tls";
                    default -> scheme;
                };
        Set<String> known = new TreeSet<>();
        try (PointerPointer<Pointer> place = new PointerPointer<>(1)) {
            place.put(0, (Pointer) null);
            BytePointer name = avio_enum_protocols(place, 0);
            while (name != null && !name.isNull()) {
                known.add(name.getString());
                name = avio_enum_protocols(place, 0);
            }
        }
        if (!known.contains(protocol)) {
            throw new SourceException("'" + Credentials.hidden(source) + "' needs " + protocol
                    + ", which this platform's ffmpeg was built without; offer the stream by another protocol");
        }
    }

    /** The name of ffmpeg's input format where it must be told, else null. */
    String format() {
        return this == DEVICE ? "v4l2" : null;
    }

    Map<String, String> options(Duration timeout, OpenSettings settings) {
        String micros = Long.toString(timeout.toNanos() / 1000);
        Map<String, String> options = new HashMap<>();
        options.put("format_whitelist", formats);
        options.put("protocol_whitelist", protocols);
        switch (this) {
            case RTSP -> {
                options.put("rtsp_transport", settings.rtspTransport().ffmpeg());
                options.put("timeout", micros);
            }
            case HTTP -> {
                options.put("timeout", micros);
                options.put("rw_timeout", micros);
            }
            case RTMP -> options.put("rw_timeout", micros); // its "timeout" would make it a server
            case SRT -> {
                options.put("timeout", micros);
                options.put("connect_timeout", Long.toString(timeout.toMillis()));
            }
            case FEED -> options.put("framerate", Double.toString(settings.pictureRate()));
            case FILE, DEVICE -> {}
        }
        return options;
    }

    /** What a person can do when the source did not open. */
    String advice() {
        return switch (this) {
            case FILE -> "check that it is a whole video file, or convert it to MP4 or WebM";
            case FEED -> "give pictures of one kind, or a video that can be read without going back, such as MPEG-TS";
            case DEVICE ->
                "check that the camera is plugged in, that this user may read it, and that nothing else uses it";
            case RTSP, RTMP, SRT, HTTP ->
                "check the address, the user and password, and that it can be reached from this machine";
        };
    }
}
