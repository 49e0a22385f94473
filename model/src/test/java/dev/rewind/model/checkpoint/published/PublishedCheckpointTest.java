package dev.rewind.model.checkpoint.published;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PublishedCheckpointTest {
    @Test
    void knowsTheKineticsCheckpoint() {
        PublishedCheckpoint kinetics = PublishedCheckpoint.byName("kinetics400");

        assertThat(kinetics.source()).hasToString("https://dl.fbaipublicfiles.com/pyslowfast/rev/REV_MVIT_B_16x4.pyth");
        assertThat(kinetics.fileName()).isEqualTo("REV_MVIT_B_16x4.pyth");
        assertThat(kinetics.preset()).isEqualTo("rev-mvit-b-16x4");
        assertThat(kinetics.dropped()).containsExactly("cls_token", "pos_embed_class");
        assertThat(kinetics.sha256()).isEmpty();
    }

    /** PySlowFast numbers the classes in the order of their names. */
    @Test
    void knowsTheFourHundredClassesOfKinetics() {
        List<String> labels = PublishedCheckpoint.byName("kinetics400").labels();

        assertThat(labels).hasSize(400).doesNotHaveDuplicates().isSorted();
        assertThat(labels).startsWith("abseiling", "air drumming").endsWith("yoga", "zumba");
        assertThat(labels.get(115)).isEqualTo("eating ice cream");
        assertThat(labels.get(290)).isEqualTo("sharpening knives");
    }

    @Test
    void listsTheNamesWhenThereIsNone() {
        assertThatThrownBy(() -> PublishedCheckpoint.byName("kinetics600"))
                .hasMessage(
                        "there is no published checkpoint 'kinetics600'; choose one of kinetics400, or give a file");
    }
}
