package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.HardwareDecoding;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
import dev.rewind.ingest.decode.SourceLimits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a decoder process is to do. It comes on its standard input: a command line shows the passwords in a URL to every
 * user of the machine.
 *
 * @param source what to open
 * @param settings how to decode it
 * @param pictures false to count frames only
 */
record Request(String source, JpegSettings settings, boolean pictures) {
    private static final int MOST_BYTES = 1 << 20;

    void writeTo(OutputStream out) throws IOException {
        DataOutputStream fields = new DataOutputStream(out);
        byte[] text = source.getBytes(StandardCharsets.UTF_8);
        fields.writeInt(text.length);
        fields.write(text);
        DecodeSettings frames = settings.frames();
        fields.writeLong(frames.period().map(Duration::toNanos).orElse(0L));
        fields.writeInt(frames.shortSide());
        fields.writeLong(frames.timeout().toNanos());
        fields.writeFloat(settings.quality());
        fields.writeBoolean(pictures);
        write(frames.open(), fields);
        fields.flush();
    }

    static Request read(InputStream in) throws IOException {
        DataInputStream fields = new DataInputStream(in);
        int length = fields.readInt();
        if (length < 0 || length > MOST_BYTES) {
            throw new IOException("a source's name of " + length + " bytes");
        }
        byte[] text = new byte[length];
        fields.readFully(text);
        long period = fields.readLong();
        DecodeSettings frames = new DecodeSettings(
                period == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(period)),
                fields.readInt(),
                Duration.ofNanos(fields.readLong()));
        float quality = fields.readFloat();
        boolean pictures = fields.readBoolean();
        JpegSettings settings = new JpegSettings(frames.opened(open(fields)), quality);
        return new Request(new String(text, StandardCharsets.UTF_8), settings, pictures);
    }

    private static void write(OpenSettings open, DataOutputStream fields) throws IOException {
        fields.writeUTF(open.rtspTransport().name());
        fields.writeUTF(open.hardware().name());
        fields.writeDouble(open.pictureRate());
        SourceLimits limits = open.limits();
        fields.writeLong(limits.fileBytes());
        fields.writeLong(limits.duration().toMillis());
        fields.writeDouble(limits.frameRate());
        fields.writeLong(limits.pixels());
        fields.writeInt(open.allowedRoots().size());
        for (Path root : open.allowedRoots()) {
            fields.writeUTF(root.toString());
        }
    }

    private static OpenSettings open(DataInputStream fields) throws IOException {
        RtspTransport transport = RtspTransport.valueOf(fields.readUTF());
        HardwareDecoding hardware = HardwareDecoding.valueOf(fields.readUTF());
        double pictureRate = fields.readDouble();
        SourceLimits limits = new SourceLimits(
                fields.readLong(), Duration.ofMillis(fields.readLong()), fields.readDouble(), fields.readLong());
        List<Path> roots = new ArrayList<>();
        for (int left = fields.readInt(); left > 0; left--) {
            roots.add(Path.of(fields.readUTF()));
        }
        return new OpenSettings(transport, hardware, pictureRate, limits, roots);
    }
}
