package dev.rewind.deploy.options;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.IngestSettings;
import dev.rewind.ingest.WhenBehind;
import dev.rewind.ingest.child.DecodeMode;
import dev.rewind.ingest.child.DecoderLimits;
import dev.rewind.ingest.decode.HardwareDecoding;
import dev.rewind.ingest.decode.OpenSettings;
import dev.rewind.ingest.decode.RtspTransport;
import dev.rewind.ingest.decode.SourceLimits;
import dev.rewind.ingest.source.VideoFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

final class SourceOptionsTest {
    private static final Duration PERIOD = Duration.ofMillis(133);

    @TempDir
    private Path folder;

    private static SourceOptions options(String line) {
        Line command = new Line();
        new CommandLine(command).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(line.split(" "));
        return command.play;
    }

    @Test
    void isTheUsualWhereNothingIsSaid() {
        assertThat(options("-s door.mp4").settings(PERIOD)).isEqualTo(IngestSettings.defaults());
    }

    @Test
    void setsWhatIsLetInAndHow() {
        IngestSettings settings = options("-s door.mp4 --fast --decode inline --when-behind drop-newest"
                        + " --rtsp-transport udp --hwaccel auto --picture-rate 12.5 --allowed-root " + folder
                        + " --max-file-size 3GiB --max-duration 90min --max-frame-rate 60 --max-pixels 1920x1080"
                        + " --max-decoder-memory 512MiB")
                .settings(PERIOD);

        assertThat(settings)
                .isEqualTo(new IngestSettings(
                        PERIOD,
                        128,
                        4,
                        0.85f,
                        false,
                        false,
                        DecodeMode.INLINE,
                        WhenBehind.DROP_NEWEST,
                        new OpenSettings(
                                RtspTransport.UDP,
                                HardwareDecoding.AUTO,
                                12.5,
                                new SourceLimits(3L << 30, Duration.ofMinutes(90), 60, 1920 * 1080),
                                List.of(folder)),
                        DecoderLimits.defaults().withMemory(512 << 20)));
    }

    @Test
    void watchesFolders() {
        assertThat(options("--watch -s in=" + folder).sources()).containsExactly(new VideoFolder("in", folder, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--watch -s a.mp4", "--watch -s rtsp://me:hush@cam/1", "--watch --loop -s clips/*.mp4"})
    void watchesNothingElseAndPlaysWhatComesOnce(String line) {
        assertThatThrownBy(() -> options(line).sources())
                .isInstanceOf(ParameterException.class)
                .hasMessageStartingWith("--watch ")
                .hasMessageNotContaining("hush");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--allowed-root /nowhere/at/all",
                "--max-file-size 3",
                "--max-duration 0s",
                "--max-frame-rate 0",
                "--max-pixels 1080p",
                "--max-decoder-memory much",
                "--picture-rate 0",
                "--when-behind panic",
                "--rtsp-transport pigeon",
                "--hwaccel abacus"
            })
    void refusesWhatMakesNoSense(String line) {
        assertThatThrownBy(() -> options("-s door.mp4 " + line).settings(PERIOD))
                .isInstanceOf(ParameterException.class);
    }

    @Command
    private static final class Line {
        @Mixin
        private SourceOptions play;
    }
}
