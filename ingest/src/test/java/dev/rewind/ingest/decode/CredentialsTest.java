package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialsTest {
    @ParameterizedTest
    @CsvSource({
        "rtsp://me:hush@cam/1, rtsp://***@cam/1",
        "https://host/live.m3u8?token=hush, https://host/live.m3u8?***",
        "srt://me:hush@host:9000?passphrase=hush&mode=caller, srt://***@host:9000?***",
        "rtmp://host/app/stream, rtmp://host/app/stream",
        "/home/me@work/a?b.mp4, /home/me@work/a?b.mp4"
    })
    void leavesWhatTellsASourceFromOthers(String source, String shown) {
        assertThat(Credentials.hidden(source)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rtsp://me:hu/sh@cam/1",
                "rtsp://me:hu?sh@cam/1",
                "rtsp://me:hu#sh@cam/1",
                "rtsp://me:hu@sh@cam/1",
                "http://cam/1?user=me@home&password=hush",
                "rtsp://me:hu\nsh@cam/1"
            })
    void hidesPasswordsThatWereNotEscaped(String source) {
        assertThat(Credentials.hidden(source)).doesNotContain("hu").doesNotContain("sh");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/videos/a\nERROR all is lost.mp4", "/videos/a\r\u001b[2K\u2028.mp4"})
    void keepsANameOnOneLine(String source) {
        assertThat(Credentials.hidden(source))
                .startsWith("/videos/a?")
                .doesNotContainPattern("\\p{Cntrl}")
                .hasSize(source.length());
    }
}
