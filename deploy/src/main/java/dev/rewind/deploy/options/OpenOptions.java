package dev.rewind.deploy.options;

import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.HardwareDecoding;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
import dev.rewind.ingest.decode.SourceLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** How videos are opened, and what is let in. */
public final class OpenOptions {
    @Option(
            names = "--rtsp-transport",
            paramLabel = "HOW",
            defaultValue = "tcp",
            description = "tcp, which loses nothing, or udp, which is never held up (default: ${DEFAULT-VALUE}).")
    private RtspTransport rtspTransport;

    @Option(
            names = "--hwaccel",
            paramLabel = "WHAT",
            defaultValue = "none",
            description = "What decodes: none (the processor), cuda, vaapi, or auto, which takes what is there. Codecs"
                    + " that a device does not know are left to the processor (default: ${DEFAULT-VALUE}).")
    private HardwareDecoding hardware;

    @Option(
            names = "--picture-rate",
            paramLabel = "N",
            defaultValue = "25",
            description = "Pictures a second of an image sequence (default: ${DEFAULT-VALUE}).")
    private double pictureRate;

    @Option(
            names = "--allowed-root",
            paramLabel = "DIR",
            description =
                    "Refuse files that do not lie below DIR once links and '..' are followed. Repeatable; all files"
                            + " are let in when not given.")
    private List<Path> allowedRoots = new ArrayList<>();

    @Option(
            names = "--max-file-size",
            paramLabel = "BYTES",
            defaultValue = "256GiB",
            converter = Bytes.Reader.class,
            description = "Refuse larger files (default: ${DEFAULT-VALUE}).")
    private Long fileBytes;

    @Option(
            names = "--max-duration",
            paramLabel = "TIME",
            defaultValue = "48h",
            converter = TimeReader.class,
            description = "Refuse longer videos; what has no end may last (default: ${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--max-frame-rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "Refuse videos of more frames a second (default: ${DEFAULT-VALUE}).")
    private double frameRate;

    @Option(
            names = "--max-pixels",
            paramLabel = "WxH",
            defaultValue = "7680x4320",
            converter = Pixels.class,
            description = "Refuse pictures of more pixels, in whatever shape (default: ${DEFAULT-VALUE}).")
    private long pixels;

    @Option(
            names = "--max-decoder-memory",
            paramLabel = "BYTES",
            defaultValue = "2GiB",
            converter = Bytes.Reader.class,
            description = "Kill a decoder's process that takes more memory (default: ${DEFAULT-VALUE}).")
    private Long memory;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /** How to open them. */
    public OpenSettings settings() {
        for (Path root : allowedRoots) {
            Usage.require(command, Files.isDirectory(root), "--allowed-root must be a folder", root);
        }
        return Usage.of(
                command,
                () -> new OpenSettings(
                        rtspTransport,
                        hardware,
                        pictureRate,
                        new SourceLimits(fileBytes, duration, frameRate, pixels),
                        allowedRoots));
    }

    /** What a process that decodes them may take. */
    public DecoderLimits decoder() {
        return DecoderLimits.defaults().withMemory(memory);
    }

    /** Reads sizes of pictures such as {@code 1920x1080}. */
    static final class Pixels implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("([1-9]\\d{0,4})x([1-9]\\d{0,4})");

        @Override
        public Long convert(String text) {
            Matcher size = SIZE.matcher(text);
            if (!size.matches()) {
                throw new TypeConversionException("it takes a size such as 1920x1080, but was given '" + text + "'");
            }
            return Long.parseLong(size.group(1)) * Long.parseLong(size.group(2));
        }
    }
}
