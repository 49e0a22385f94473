package dev.rewind.ingest.child;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.ingest.decode.DecodeSettings;
import dev.rewind.ingest.decode.HardwareDecoding;
import dev.rewind.ingest.decode.JpegSettings;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
import dev.rewind.ingest.decode.SourceLimits;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestTest {
    @Test
    void arrivesAsItWasSent() throws IOException {
        OpenSettings open = new OpenSettings(
                RtspTransport.UDP,
                HardwareDecoding.VAAPI,
                12.5,
                new SourceLimits(1L << 40, Duration.ofMillis(90_001), 59.94, 123_456),
                List.of(Path.of("/videos"), Path.of("/mnt/Kameras Süd")));
        DecodeSettings frames =
                new DecodeSettings(Optional.of(Duration.ofMillis(133)), 126, Duration.ofSeconds(7), open);
        Request request = new Request("rtsp://me:hush@cam/\n1", new JpegSettings(frames, 0.7f), true);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        request.writeTo(bytes);

        assertThat(Request.read(new ByteArrayInputStream(bytes.toByteArray()))).isEqualTo(request);
    }
}
