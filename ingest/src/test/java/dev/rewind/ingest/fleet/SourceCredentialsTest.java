package dev.rewind.ingest.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceCredentialsTest {
    @TempDir
    private Path folder;

    private SourceCredentials read(String text) throws IOException {
        return SourceCredentials.read(Files.writeString(folder.resolve("cameras.txt"), text));
    }

    @Test
    void putsEachHostsPasswordIntoItsOwnAddressesOnly() throws IOException {
        SourceCredentials credentials = read(
                """
                # the doors
                camera.local        admin:s3cret
                camera.local:8554   guest:g%40st

                cams.example        ?token=t0ken
                """);

        assertThat(credentials.into("rtsp://camera.local/1")).isEqualTo("rtsp://admin:s3cret@camera.local/1");
        assertThat(credentials.into("rtsp://camera.local:554/1")).isEqualTo("rtsp://admin:s3cret@camera.local:554/1");
        assertThat(credentials.into("rtsp://camera.local:8554/1")).isEqualTo("rtsp://guest:g%40st@camera.local:8554/1");
        assertThat(credentials.into("https://cams.example/live.m3u8"))
                .isEqualTo("https://cams.example/live.m3u8?token=t0ken");
        assertThat(credentials.into("https://cams.example/live.m3u8?hd=1"))
                .isEqualTo("https://cams.example/live.m3u8?hd=1&token=t0ken");
        for (String other : new String[] {
            "rtsp://camera.local.evil.example/1",
            "rtsp://evil.example/camera.local",
            "rtsp://evil.example?camera.local",
            "camera.local",
            "/videos/camera.local"
        }) {
            assertThat(credentials.into(other)).isEqualTo(other);
        }
        assertThat(credentials).asString().doesNotContain("s3cret");
    }

    @Test
    void saysWhichLineIsWrongWithoutRepeatingIt() {
        for (String wrong : new String[] {"camera.local", "camera.local admin:s3c ret", "camera.local admin:s3cret@"}) {
            assertThatThrownBy(() -> read("# first\n" + wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("line 2 of")
                    .hasMessageNotContaining("s3c");
        }
        assertThatThrownBy(() -> SourceCredentials.read(folder.resolve("none.txt")))
                .hasMessageContaining("cannot read the credentials file");
    }
}
