package dev.rewind.training.evaluate;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How well a model labels held-out clips.
 *
 * @param model version of the model
 * @param clips how many clips were labelled
 * @param top1 share of clips whose most likely class is right
 * @param top5 share of clips whose class is among the five most likely; of equal scores the first class counts as more
 *     likely
 * @param perClass recall of each class that has clips, in the model's order
 * @param classes the model's class names
 * @param confusion clips by true class (row) and most likely class (column)
 */
public record Evaluation(
        String model,
        int clips,
        double top1,
        double top5,
        Map<String, Double> perClass,
        @JsonIgnore List<String> classes,
        @JsonIgnore int[][] confusion) {
    /**
     * Counts the scores of every clip.
     *
     * @param scores a row of probabilities for each clip
     * @param labels the true class of each
     */
    public static Evaluation of(String model, List<String> classes, List<float[]> scores, int[] labels) {
        if (labels.length == 0 || scores.size() != labels.length) {
            throw new IllegalArgumentException(
                    "an evaluation needs a label for every clip and at least one clip, but was" + " given "
                            + scores.size() + " clips and " + labels.length + " labels");
        }
        int[][] confusion = new int[classes.size()][classes.size()];
        int top1 = 0;
        int top5 = 0;
        for (int i = 0; i < labels.length; i++) {
            float[] row = scores.get(i);
            int label = labels[i];
            int best = 0;
            int better = 0;
            for (int c = 0; c < row.length; c++) {
                best = row[c] > row[best] ? c : best;
                better += row[c] > row[label] || (row[c] == row[label] && c < label) ? 1 : 0;
            }
            confusion[label][best]++;
            top1 += best == label ? 1 : 0;
            top5 += better < 5 ? 1 : 0;
        }
        double all = labels.length;
        return new Evaluation(
                model, labels.length, top1 / all, top5 / all, perClass(classes, confusion), classes, confusion);
    }

    /**
     * The evaluations of several models on other clips each, as if one model had labelled them all.
     *
     * @param model what to call it
     * @param parts at least one; all of the same classes
     */
    public static Evaluation pooled(String model, List<Evaluation> parts) {
        List<String> classes = parts.get(0).classes;
        int[][] confusion = new int[classes.size()][classes.size()];
        int clips = 0;
        double top1 = 0;
        double top5 = 0;
        for (Evaluation part : parts) {
            if (!part.classes.equals(classes)) {
                throw new IllegalArgumentException(
                        "evaluations of other classes cannot be pooled: " + classes + " and " + part.classes);
            }
            clips += part.clips;
            top1 += part.top1 * part.clips;
            top5 += part.top5 * part.clips;
            for (int i = 0; i < confusion.length; i++) {
                for (int j = 0; j < confusion.length; j++) {
                    confusion[i][j] += part.confusion[i][j];
                }
            }
        }
        return new Evaluation(
                model, clips, top1 / clips, top5 / clips, perClass(classes, confusion), classes, confusion);
    }

    private static Map<String, Double> perClass(List<String> classes, int[][] confusion) {
        Map<String, Double> perClass = new LinkedHashMap<>();
        for (int c = 0; c < classes.size(); c++) {
            int count = Arrays.stream(confusion[c]).sum();
            if (count > 0) {
                perClass.put(classes.get(c), confusion[c][c] / (double) count);
            }
        }
        return perClass;
    }
}
