package dev.rewind.deploy.models;

import dev.rewind.model.checkpoint.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * How far weights moved from one model to another: the length of the difference over the length of the first model's
 * weights, 1 where those are all zero and the others are not.
 *
 * @param all of all tensors that both have
 * @param layers the same of each layer, in the file's order
 * @param tensors the same of each tensor, the one that moved furthest first
 * @param unlike tensors that only one has, or that have another shape and no classes by which to compare them
 */
record WeightsMove(double all, Map<String, Double> layers, Map<String, Double> tensors, List<String> unlike) {
    private static final String HEAD = "head.";

    /** Up to the number of a block, or the first name where there is none. */
    private static final Pattern LAYER = Pattern.compile("^(.*?(?:layers|blocks)\\.\\d+|[^.]+).*");

    /**
     * Compares weights. The rows of the classifier are compared class by class, of those that both models know.
     *
     * @param before the first model's
     * @param beforeClasses its classes, in the order of the logits
     */
    static WeightsMove of(
            Map<String, Tensor> before,
            List<String> beforeClasses,
            Map<String, Tensor> after,
            List<String> afterClasses) {
        Map<String, Sum> tensors = new LinkedHashMap<>();
        List<String> unlike = new ArrayList<>();
        before.forEach((name, tensor) -> {
            Tensor other = after.get(name);
            if (other != null && name.startsWith(HEAD) && areRows(tensor, beforeClasses, other, afterClasses)) {
                tensors.put(name, Sum.ofRows(tensor, beforeClasses, other, afterClasses));
            } else if (other != null && Arrays.equals(tensor.shape(), other.shape())) {
                tensors.put(name, Sum.of(tensor, other));
            } else {
                unlike.add(name);
            }
        });
        after.keySet().stream().filter(name -> !before.containsKey(name)).forEach(unlike::add);
        Map<String, Sum> layers = new LinkedHashMap<>();
        tensors.forEach((name, sum) -> layers.merge(LAYER.matcher(name).replaceFirst("$1"), sum, Sum::plus));
        return new WeightsMove(
                tensors.values().stream().reduce(Sum.NOTHING, Sum::plus).move(),
                moves(layers),
                furthestFirst(moves(tensors)),
                unlike);
    }

    /** Whether both have a row for each class, of one width. */
    private static boolean areRows(Tensor before, List<String> beforeClasses, Tensor after, List<String> afterClasses) {
        long[] one = before.shape().clone();
        long[] other = after.shape().clone();
        if (one.length == 0 || other.length == 0 || one[0] != beforeClasses.size() || other[0] != afterClasses.size()) {
            return false;
        }
        one[0] = other[0];
        return Arrays.equals(one, other);
    }

    private static Map<String, Double> moves(Map<String, Sum> sums) {
        Map<String, Double> moves = new LinkedHashMap<>();
        sums.forEach((name, sum) -> moves.put(name, sum.move()));
        return moves;
    }

    private static Map<String, Double> furthestFirst(Map<String, Double> moves) {
        Map<String, Double> sorted = new LinkedHashMap<>();
        moves.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(move -> sorted.put(move.getKey(), move.getValue()));
        return sorted;
    }

    /**
     * What a relative distance is made of.
     *
     * @param moved sum of squared differences
     * @param length sum of the first model's squares
     */
    private record Sum(double moved, double length) {
        static final Sum NOTHING = new Sum(0, 0);

        static Sum of(Tensor before, Tensor after) {
            return of(before.values(), 0, after.values(), 0, before.values().remaining());
        }

        static Sum ofRows(Tensor before, List<String> beforeClasses, Tensor after, List<String> afterClasses) {
            int width = before.values().remaining() / beforeClasses.size();
            Sum sum = NOTHING;
            for (int row = 0; row < beforeClasses.size(); row++) {
                int other = afterClasses.indexOf(beforeClasses.get(row));
                if (other >= 0) {
                    sum = sum.plus(of(before.values(), row * width, after.values(), other * width, width));
                }
            }
            return sum;
        }

        private static Sum of(FloatBuffer before, int beforeFrom, FloatBuffer after, int afterFrom, int count) {
            double moved = 0;
            double length = 0;
            for (int i = 0; i < count; i++) {
                double from = before.get(before.position() + beforeFrom + i);
                double to = after.get(after.position() + afterFrom + i);
                moved += (to - from) * (to - from);
                length += from * from;
            }
            return new Sum(moved, length);
        }

        Sum plus(Sum other) {
            return new Sum(moved + other.moved, length + other.length);
        }

        double move() {
            if (length == 0) {
                return moved == 0 ? 0 : 1;
            }
            return Math.sqrt(moved / length);
        }
    }
}
