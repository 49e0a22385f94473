package dev.rewind.training.clips;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.training.clips.ClipManifest.Entry;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
    @Test
    void takesTheNumberedFoldsOfEverySplitAndLeavesTheRestOut() {
        Entry one = entry("a.mp4", "train", "", 3);
        Entry other = entry("b.mp4", "test", "", 0);
        Entry none = entry("c.mp4", "extra", "", -1);

        Folds folds = Folds.of(List.of(one, other, none));

        assertThat(folds.parts()).hasSize(2).containsEntry(0, List.of(other)).containsEntry(3, List.of(one));
        assertThat(folds.all()).containsExactly(other, one);
    }

    @Test
    void keepsAGroupInOneFoldWhereNoneIsNumbered() {
        List<Entry> entries = IntStream.range(0, 200)
                .mapToObj(i -> entry(i + ".mp4", "train", "person" + i % 40, -1))
                .toList();

        Folds folds = Folds.of(entries);

        assertThat(folds.parts().keySet()).containsExactly(0, 1, 2, 3, 4);
        assertThat(folds.all()).containsExactlyInAnyOrderElementsOf(entries);
        assertThat(folds.parts().values().stream()
                        .map(part -> part.stream()
                                .map(entry -> entry.group().orElseThrow())
                                .distinct()
                                .count())
                        .reduce(0L, Long::sum))
                .isEqualTo(40);
        assertThat(Folds.of(entries)).isEqualTo(folds);
    }

    @Test
    void spreadsFilesWhereThereAreNoGroups() {
        List<Entry> entries = IntStream.range(0, 100)
                .mapToObj(i -> entry(i + ".mp4", "train", "", -1))
                .toList();

        assertThat(Folds.of(entries).parts().values()).hasSize(5).allSatisfy(part -> assertThat(part)
                .hasSizeBetween(8, 35));
    }

    @Test
    void refusesASingleFold() {
        assertThatThrownBy(() -> Folds.of(List.of(entry("a.mp4", "train", "", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("only [2]");
    }

    private static Entry entry(String file, String split, String group, int fold) {
        return new Entry(
                Path.of(file),
                "wave",
                split,
                Optional.of(group).filter(text -> !text.isEmpty()),
                Optional.of(fold).filter(number -> number >= 0));
    }
}
