package dev.rewind.deploy.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rewind.topics.ClipReference;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelNameTest {
    @Test
    void readsEachWayToNameALabel() {
        assertThat(LabelName.parse("door@last")).isEqualTo(new LabelName.Newest("door"));
        assertThat(LabelName.parse("door@57")).isEqualTo(new LabelName.AtOffset("door", 57));
        assertThat(LabelName.parse("door@0:131")).isEqualTo(new LabelName.OfFrame("door", 0, 131));
        assertThat(LabelName.parse("door@0:120-131"))
                .isEqualTo(new LabelName.OfClip(new ClipReference("door", 0, 120, 131)));
    }

    @Test
    void takesAStreamByAnyName() {
        assertThat(LabelName.parse("a@b@5")).isEqualTo(new LabelName.AtOffset("a@b", 5));
        assertThat(LabelName.parse("door@0:1@last")).isEqualTo(new LabelName.Newest("door@0:1"));
    }

    @Test
    void saysHowLabelsAreNamed() {
        for (String wrong : List.of("door", "@5", "door@", "door@first", "door@1:", "door@-1", "door@1:2:3@x")) {
            assertThatThrownBy(() -> LabelName.parse(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("'" + wrong + "'", "STREAM@OFFSET", "STREAM@last");
        }
        assertThatThrownBy(() -> LabelName.parse("door@0:131-120")).isInstanceOf(IllegalArgumentException.class);
    }
}
