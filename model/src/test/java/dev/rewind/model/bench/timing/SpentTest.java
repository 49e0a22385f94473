package dev.rewind.model.bench.timing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpentTest {
    @Test
    void takesTheMedianOfEachFigure() {
        List<Spent> odd = List.of(new Spent(3, 10), new Spent(1, 30), new Spent(2, 20));

        assertThat(Spent.median(odd)).isEqualTo(new Spent(2, 20));
        assertThat(Spent.median(odd.subList(0, 2))).isEqualTo(new Spent(2, 20));
    }
}
