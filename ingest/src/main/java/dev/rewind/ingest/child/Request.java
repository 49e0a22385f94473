package dev.rewind.ingest.child;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.JpegSettings;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
        JpegSettings settings = new JpegSettings(frames, fields.readFloat());
        return new Request(new String(text, StandardCharsets.UTF_8), settings, fields.readBoolean());
    }
}
