package dev.rewind.training.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rewind.training.store.HeldOut;
import dev.rewind.training.store.StoredClip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundClipsTest {
    private static final HeldOut HELD_OUT = new HeldOut(0.2);

    private final List<StoredClip> clips = new ArrayList<>();

    @Test
    void splitsByGroupsWhereItCan() {
        add("wave", "a", false, 3);
        add("bow", "a", false, 3);
        add("wave", "b", true, 2);

        RoundClips parts = RoundClips.of(clips, HELD_OUT);
        assertThat(parts.byGroups()).isTrue();
        assertThat(parts.training())
                .extracting(StoredClip::group)
                .containsOnly("a")
                .hasSize(6);
        assertThat(parts.held()).extracting(StoredClip::group).containsOnly("b").hasSize(2);
    }

    @Test
    void namesClassesThatAreHeldOutAltogetherAndDoesNotMeasureWithThem() {
        add("wave", "a", false, 3);
        add("bow", "a", false, 3);
        add("wave", "b", true, 2);
        add("point", "b", true, 2);

        RoundClips parts = RoundClips.of(clips, HELD_OUT);
        assertThat(parts.unlearnable()).containsExactly("point");
        assertThat(parts.held()).extracting(StoredClip::label).containsOnly("wave");
    }

    @Test
    void splitsByClipsWhereAllGroupsLieOnOneSide() {
        add("wave", "a", true, 50);
        add("bow", "a", true, 50);

        RoundClips parts = RoundClips.of(clips, HELD_OUT);
        assertThat(parts.byGroups()).isFalse();
        assertThat(parts.held()).hasSizeBetween(8, 35);
        assertThat(parts.held().size() + parts.training().size()).isEqualTo(100);
        assertThat(RoundClips.of(clips, HELD_OUT)).isEqualTo(parts);
    }

    private void add(String label, String group, boolean held, int count) {
        for (int i = 0; i < count; i++) {
            clips.add(new StoredClip("" + clips.size(), label, group, held, Path.of("f"), 1, 0, clips.size()));
        }
    }
}
