package dev.rewind.training.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.rewind.model.ClipSpec;
import dev.rewind.model.transform.FrameShape;
import dev.rewind.training.clips.ClipSource;
import dev.rewind.training.clips.LabelledClip;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class BalancedClipsTest {
    @Test
    void showsEveryClassEquallyOften() {
        int[] labels = new int[100];
        labels[98] = 1;
        labels[99] = 3;
        BalancedClips balanced = balanced(labels, 1);

        int[] shown = new int[4];
        for (int place = 0; place < balanced.size(); place++) {
            shown[labels[balanced.clipAt(place, new SplittableRandom(place))]]++;
        }
        assertThat(balanced.size()).isEqualTo(102);
        assertThat(shown).containsExactly(34, 34, 0, 34);
    }

    @Test
    void showsEachClipOnceWhereClassesAreEven() {
        BalancedClips balanced = balanced(new int[] {0, 1, 1, 0, 0, 1}, 1);

        int[] shown = shown(balanced, 6, 5);
        assertThat(shown).containsExactly(1, 1, 1, 1, 1, 1);
    }

    @Test
    void showsFreshClipsMoreOftenWithinTheirClass() {
        int[] labels = new int[40];
        for (int i = 20; i < 40; i++) {
            labels[i] = 1;
        }
        double[] weights = new double[40];
        Arrays.fill(weights, 1);
        for (int i = 10; i < 20; i++) {
            weights[i] = 3;
        }
        BalancedClips balanced = new BalancedClips(new Numbers(40), labels, weights);

        int old = 0;
        int fresh = 0;
        for (int epoch = 0; epoch < 200; epoch++) {
            int[] shown = shown(balanced, 40, epoch);
            for (int i = 0; i < 10; i++) {
                old += shown[i];
                fresh += shown[10 + i];
                assertThat(shown[10 + i]).as("due 1.5 times").isBetween(0, 3);
            }
        }
        assertThat(old + fresh).isEqualTo(200 * 20);
        assertThat(fresh / (double) old).isCloseTo(3, within(0.01));
    }

    @Test
    void showsTheSameForTheSameSeed() {
        BalancedClips balanced = balanced(new int[] {0, 0, 0, 0, 0, 1, 1}, 2);

        assertThat(shown(balanced, 7, 3)).isEqualTo(shown(balanced, 7, 3)).isNotEqualTo(shown(balanced, 7, 4));
    }

    @Test
    void refusesWeightsThatWouldHideAClip() {
        assertThatThrownBy(() -> balanced(new int[] {0, 1}, 0)).hasMessageContaining("clip 0 has 0.0");
    }

    private static BalancedClips balanced(int[] labels, double weight) {
        double[] weights = new double[labels.length];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = i % 2 == 0 ? weight : 1;
        }
        return new BalancedClips(new Numbers(labels.length), labels, weights);
    }

    /** How often each clip is shown in an epoch. */
    private static int[] shown(BalancedClips balanced, int clips, int epoch) {
        int[] shown = new int[clips];
        for (int place = 0; place < balanced.size(); place++) {
            SplittableRandom random = new SplittableRandom(1000L * epoch + place);
            shown[balanced.draw(place, null, random).rgb()[0]]++;
        }
        return shown;
    }

    /** Clips that hold nothing but their number. */
    private record Numbers(int size) implements ClipSource {
        @Override
        public List<String> classes() {
            return List.of("a", "b", "c", "d");
        }

        @Override
        public String fingerprint() {
            return "numbers";
        }

        @Override
        public LabelledClip draw(int index, ClipSpec spec, SplittableRandom random) {
            return new LabelledClip(new byte[] {(byte) index}, new FrameShape(1, 1), 0);
        }
    }
}
