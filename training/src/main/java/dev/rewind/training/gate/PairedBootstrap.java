package dev.rewind.training.gate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * How far the difference of two models on the same clips may lie from what it is by chance (Efron and Tibshirani, An
 * Introduction to the Bootstrap, 1993). Whole groups are drawn, for the clips of a person or camera err together; where
 * there are too few groups to draw from, clips are.
 */
final class PairedBootstrap {
    /** Of fewer, the draws are too much alike to say anything. */
    static final int FEWEST_GROUPS = 5;

    private PairedBootstrap() {}

    /**
     * An interval of the mean gain.
     *
     * @param low its lower end
     * @param high its upper end
     */
    record Interval(double low, double high) {}

    /** Whether there are groups enough to draw whole ones. */
    static boolean drawsGroups(List<Answer> answers) {
        return answers.stream()
                        .map(Answer::group)
                        .distinct()
                        .limit(FEWEST_GROUPS)
                        .count()
                == FEWEST_GROUPS;
    }

    /** The percentile interval of the candidate's gain in top-1; at least one answer. */
    static Interval of(List<Answer> answers, GateSettings settings) {
        int[][] units = drawsGroups(answers) ? groups(answers) : clips(answers);
        SplittableRandom random = new SplittableRandom(settings.seed());
        double[] means = new double[settings.draws()];
        for (int draw = 0; draw < means.length; draw++) {
            long gain = 0;
            long count = 0;
            for (int i = 0; i < units.length; i++) {
                int[] unit = units[random.nextInt(units.length)];
                gain += unit[0];
                count += unit[1];
            }
            means[draw] = gain / (double) count;
        }
        Arrays.sort(means);
        int outside = (int) (means.length * (1 - settings.confidence()) / 2);
        return new Interval(means[outside], means[means.length - 1 - outside]);
    }

    /** Gain and clips of each group. */
    private static int[][] groups(List<Answer> answers) {
        Map<String, int[]> groups = new LinkedHashMap<>();
        for (Answer answer : answers) {
            int[] sums = groups.computeIfAbsent(answer.group(), group -> new int[2]);
            sums[0] += answer.gain();
            sums[1]++;
        }
        return new ArrayList<>(groups.values()).toArray(new int[0][]);
    }

    private static int[][] clips(List<Answer> answers) {
        return answers.stream().map(answer -> new int[] {answer.gain(), 1}).toArray(int[][]::new);
    }
}
