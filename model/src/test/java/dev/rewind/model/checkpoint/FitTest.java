package dev.rewind.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FitTest {
    private static final Path FILE = Path.of("weights.pyth");
    private static final Map<String, long[]> NETWORK =
            Map.of("head", new long[] {400, 1536}, "norm", new long[] {1536});

    @Test
    void acceptsExactlyWhatIsWanted() {
        assertThatCode(() -> Fit.of(NETWORK, NETWORK, Set.of()).require(FILE)).doesNotThrowAnyException();
    }

    @Test
    void acceptsWhatIsDroppedByName() {
        Map<String, long[]> found = with("cls_token", 1, 1, 96);

        assertThat(Fit.of(NETWORK, found, Set.of("cls_token")).isExact()).isTrue();
        assertThat(Fit.of(NETWORK, found, Set.of()).isExact()).isFalse();
    }

    @Test
    void saysHowToDropWhatIsOnlyTooMuch() {
        Map<String, long[]> found = with("pos_embed_class", 1, 1, 96);
        found.put("cls_token", new long[] {1, 1, 96});

        assertThatThrownBy(() -> Fit.of(NETWORK, found, Set.of()).require(FILE))
                .isInstanceOf(CheckpointException.class)
                .hasMessage("cannot read the weights weights.pyth: its tensors do not fit the network, and none was"
                        + " loaded: missing [], extra [cls_token [1, 1, 96], pos_embed_class [1, 1, 96]],"
                        + " misshapen []; if the network can do without them, add --drop cls_token,pos_embed_class");
    }

    @Test
    void namesEveryTensorThatDoesNotFit() {
        Map<String, long[]> wanted = new TreeMap<>();
        Map<String, long[]> found = new TreeMap<>();
        for (int i = 0; i < 300; i++) {
            wanted.put("layer." + i, new long[] {i, 7});
            found.put("block." + i, new long[] {i});
        }
        found.put("layer.0", new long[] {0});

        Fit fit = Fit.of(wanted, found, Set.of());

        assertThat(fit.missing()).hasSize(299).containsEntry("layer.299", List.of(299L, 7L));
        assertThat(fit.extra()).hasSize(300).containsEntry("block.299", List.of(299L));
        assertThat(fit.misshapen()).containsOnlyKeys("layer.0");
        assertThatThrownBy(() -> fit.require(FILE))
                .hasMessageContaining("layer.299 [299, 7], ")
                .hasMessageContaining("block.299 [299], ")
                .hasMessageContaining("misshapen [layer.0 [0] instead of [0, 7]]; choose the network");
    }

    @Test
    void countsWhatABriefDescriptionLeavesOut() {
        Fit fit = Fit.of(NETWORK, Map.of(), Set.of());

        assertThat(fit.describe(1)).isEqualTo("missing [head [400, 1536], and 1 more], extra [], misshapen []");
    }

    @Test
    void missesWhatIsWantedButDropped() {
        assertThatThrownBy(() -> Fit.of(NETWORK, NETWORK, Set.of("norm")).require(FILE))
                .hasMessageContaining("missing [norm [1536]]");
    }

    @Test
    void refusesToDropWhatIsNotThere() {
        assertThatThrownBy(() -> Fit.of(NETWORK, NETWORK, Set.of("cls_tokem")).require(FILE))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("does not hold cls_tokem, which should be dropped");
    }

    private static Map<String, long[]> with(String name, long... shape) {
        Map<String, long[]> found = new TreeMap<>(NETWORK);
        found.put(name, shape);
        return found;
    }
}
