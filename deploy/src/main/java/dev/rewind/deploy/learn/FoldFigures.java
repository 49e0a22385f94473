package dev.rewind.deploy.learn;

import java.util.List;

/**
 * What cross validation came to.
 *
 * @param mean of the folds' top-1
 * @param std their sample standard deviation
 * @param folds each fold, in order
 */
public record FoldFigures(double mean, double std, List<Fold> folds) {
    /**
     * One fold.
     *
     * @param fold its number
     * @param top1 share of its clips that a model trained on the others labelled right
     * @param clips how many clips it has
     * @param seconds that the training took
     */
    public record Fold(int fold, double top1, int clips, double seconds) {}

    /** @param folds at least two */
    static FoldFigures of(List<Fold> folds) {
        double mean = folds.stream().mapToDouble(Fold::top1).average().orElseThrow();
        double squares = folds.stream()
                .mapToDouble(fold -> (fold.top1 - mean) * (fold.top1 - mean))
                .sum();
        return new FoldFigures(mean, Math.sqrt(squares / (folds.size() - 1)), List.copyOf(folds));
    }
}
