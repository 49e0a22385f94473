package dev.rewind.training.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
    @Test
    void holdsOutAboutTheShareOfGroupsAskedFor() {
        assertThat(held(0.2)).hasSizeBetween(140, 260);
        assertThat(held(0.5)).hasSizeBetween(440, 560);
    }

    @Test
    void keepsAGroupHeldOutWhenMoreAre() {
        assertThat(held(0.5)).containsAll(held(0.2));
        assertThat(held(0.2)).isEqualTo(held(0.2));
    }

    @Test
    void refusesSharesThatLeaveNothing() {
        assertThatThrownBy(() -> new HeldOut(0)).hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> new HeldOut(1)).hasMessageContaining("between 0 and 1");
    }

    private static Set<String> held(double share) {
        HeldOut heldOut = new HeldOut(share);
        return IntStream.range(0, 1000)
                .mapToObj(i -> "camera " + i)
                .filter(heldOut::holds)
                .collect(Collectors.toSet());
    }
}
