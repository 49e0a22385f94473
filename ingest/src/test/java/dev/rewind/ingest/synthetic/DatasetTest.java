package dev.rewind.ingest.synthetic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.ingest.synthetic.SyntheticVideos.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetTest {
    private static final DatasetSpec SMALL =
            new DatasetSpec(3, 5, 0.2, 0.4, Duration.ofMillis(200), 64, 48, Format.H264_MP4);

    @TempDir
    Path folder;

    @Test
    void listsEveryClipWithItsLabelSplitAndGroup() throws IOException {
        List<Integer> heard = new ArrayList<>();
        Path manifest = SyntheticVideos.writeDataset(folder, SMALL, (clips, total) -> {
            assertThat(total).isEqualTo(50);
            heard.add(clips);
        });

        assertThat(heard).hasSize(50).isSorted().endsWith(50);
        assertThat(manifest).isEqualTo(folder.resolve("manifest.csv"));
        List<String> lines = Files.readAllLines(manifest);
        assertThat(lines).hasSize(51).startsWith("path,label,split,group");
        assertThat(lines.subList(1, 51)).allSatisfy(line -> {
            String[] row = line.split(",", -1);
            assertThat(row[0]).matches(row[1] + "/000[0-4]\\.mp4");
            assertThat(folder.resolve(row[0])).isNotEmptyFile();
        });
        assertThat(groups(lines, "train")).hasSize(2);
        assertThat(groups(lines, "val")).hasSize(1);
        assertThat(groups(lines, "test")).hasSize(2);
    }

    @Test
    void keepsEachGroupInOneSplit() throws IOException {
        List<String> lines = Files.readAllLines(SyntheticVideos.writeDataset(folder, SMALL));
        assertThat(groups(lines, "train"))
                .doesNotContainAnyElementsOf(groups(lines, "val"))
                .doesNotContainAnyElementsOf(groups(lines, "test"));
        assertThat(groups(lines, "val")).doesNotContainAnyElementsOf(groups(lines, "test"));
    }

    @Test
    void writesTheSameManifestFromTheSameSeedOnly() throws IOException {
        String one = Files.readString(SyntheticVideos.writeDataset(folder.resolve("one"), SMALL));
        String again = Files.readString(SyntheticVideos.writeDataset(folder.resolve("again"), SMALL));
        DatasetSpec seeded = new DatasetSpec(4, 5, 0.2, 0.4, SMALL.length(), 64, 48, Format.H264_MP4);
        String other = Files.readString(SyntheticVideos.writeDataset(folder.resolve("other"), seeded));
        assertThat(again).isEqualTo(one);
        assertThat(other).isNotEqualTo(one);
    }

    @Test
    void refusesSplitsThatLeaveNothingToTrainOn() {
        assertThatThrownBy(() -> new DatasetSpec(1, 10, 0.5, 0.5, Duration.ofSeconds(3), 176, 144, Format.H264_MP4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("val 0.5 and test 0.5");
    }

    @Test
    void refusesASizeThatTheEncoderCannotTake() {
        assertThatThrownBy(() -> new DatasetSpec(1, 10, 0.1, 0.1, Duration.ofSeconds(3), 175, 144, Format.H264_MP4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("175x144");
    }

    private static Set<String> groups(List<String> lines, String split) {
        return lines.stream()
                .map(line -> line.split(",", -1))
                .filter(row -> row[2].equals(split))
                .map(row -> row[3])
                .collect(Collectors.toSet());
    }
}
