package dev.rewind.model.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    @Test
    void goesThroughPointsThatLieOnOne() {
        Line line = Line.through(
                List.of(new Peaks(16, 0, 58), new Peaks(48, 0, 154), new Peaks(32, 0, 106)), Peaks::ordinaryBytes);

        assertThat(line.slope()).isCloseTo(3, within(1e-9));
        assertThat(line.at(0)).isCloseTo(10, within(1e-9));
        assertThat(line.sizeAt(310)).isCloseTo(100, within(1e-9));
    }

    @Test
    void missesTheOthersAsLittleAsItCan() {
        Line line = Line.through(
                List.of(new Peaks(1, 10, 0), new Peaks(2, 26, 0), new Peaks(3, 30, 0)), Peaks::reversibleBytes);

        assertThat(line.slope()).isCloseTo(10, within(1e-9));
        assertThat(line.at(2)).isCloseTo(22, within(1e-9));
    }

    @Test
    void publishedFiguresGrowBySampleToo() {
        PublishedMemory code = PublishedMemory.of("rev-mvit-b-16x4").get(0);

        assertThat(code.reversible().at(3)).isEqualTo((570 + 2 * 553) * (1L << 20));
        assertThat(PublishedMemory.of("rev-vit-b").get(1).ordinary().at(2)).isEqualTo(2 * 129_700_000L);
        assertThat(PublishedMemory.of("rev-vit-tiny")).isEmpty();
    }
}
