package dev.rewind.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HardwareDecodingTest {
    private static final List<Path> DEVICES =
            List.of(Path.of("/dev/nvidia0"), Path.of("/dev/dri/renderD128"), Path.of("/dev/dxg"));

    @TempDir
    private Path folder;

    private static int frames(Path file, HardwareDecoding hardware) {
        OpenSettings usual = OpenSettings.defaults();
        OpenSettings open = new OpenSettings(
                usual.rtspTransport(), hardware, usual.pictureRate(), usual.limits(), usual.allowedRoots());
        return VideoFrames.readAll(file, DecodeSettings.everyFrame().opened(open))
                .size();
    }

    @Test
    void autoDecodesWhateverThereIs() {
        assertThat(frames(Recording.steady(folder.resolve("walk.mp4"), 5, 25), HardwareDecoding.AUTO))
                .isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"CUDA", "VAAPI"})
    void saysThatADeviceIsMissingWhichWasAskedForByItsName(HardwareDecoding named) {
        Assumptions.assumeTrue(DEVICES.stream().noneMatch(Files::exists), "skipped: this machine has a GPU");
        Path file = Recording.steady(folder.resolve("walk.mp4"), 5, 25);

        assertThatThrownBy(() -> frames(file, named))
                .isInstanceOf(SourceException.class)
                .hasMessageMatching(
                        "[^\\n]*walk.mp4 is to be decoded by (cuda|vaapi), [^\\n]* give --hwaccel auto or none");
    }

    @ParameterizedTest
    @EnumSource(names = {"CUDA", "VAAPI"})
    void decodesOnADeviceWhatTheProcessorDecodes(HardwareDecoding named) {
        Path file = Recording.steady(folder.resolve("walk.mp4"), 5, 25);
        try {
            assertThat(frames(file, named)).isEqualTo(5);
        } catch (SourceException e) {
            Assumptions.abort("skipped: " + e.getMessage());
        }
    }
}
