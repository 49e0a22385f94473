package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    @Test
    void holdsOutWholeGroupsOfAboutTheShareAskedFor() {
        HeldOut parts = HeldOut.split(clips(1000), 0.2);

        assertThat(groups(parts.held())).doesNotContainAnyElementsOf(groups(parts.training()));
        assertThat(parts.held()).hasSizeBetween(140 * 3, 260 * 3);
        assertThat(parts.held().size() + parts.training().size()).isEqualTo(3000);
    }

    @Test
    void keepsEveryGroupOnItsSideWhateverElseComes() {
        HeldOut few = HeldOut.split(clips(50), 0.3);
        HeldOut many = HeldOut.split(clips(500), 0.3);

        assertThat(many.held()).containsAll(few.held());
        assertThat(many.training()).containsAll(few.training());
    }

    private static List<StoredClip> clips(int groups) {
        List<StoredClip> clips = new ArrayList<>();
        for (int i = 0; i < 3 * groups; i++) {
            clips.add(new StoredClip("wave", "camera " + i / 3, Path.of(i + ".clip"), 1, 0, i));
        }
        return clips;
    }

    private static Set<String> groups(List<StoredClip> clips) {
        return clips.stream().map(StoredClip::group).collect(Collectors.toSet());
    }
}
