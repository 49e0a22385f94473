package dev.rewind.training.evaluate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;

/** Draws which classes a model takes for which: a row for each true class, a column for each most likely one. */
public final class ConfusionPicture {
    private static final int CELL = 44;
    private static final int MARGIN = 220;

    private ConfusionPicture() {}

    /**
     * Writes the picture.
     *
     * @param file ends with {@code .png}; its folder is made when it is missing
     */
    public static void write(Evaluation evaluation, Path file) {
        List<String> classes = evaluation.classes();
        int side = CELL * classes.size() + MARGIN;
        HeatMapChart chart = new HeatMapChartBuilder()
                .title("%s: top-1 %.3f of %d clips"
                        .formatted(evaluation.model(), evaluation.top1(), evaluation.clips()))
                .xAxisTitle("most likely class")
                .yAxisTitle("true class")
                .width(side)
                .height(side)
                .build();
        chart.getStyler().setShowValue(true).setHeatMapValueDecimalPattern("0").setLegendVisible(false);
        chart.getStyler().setXAxisLabelRotation(45);
        chart.addSeries("clips", classes, classes, cells(evaluation.confusion()));
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            BitmapEncoder.saveBitmap(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the picture " + file + ": " + e.getMessage() + "; is the folder writable?", e);
        }
    }

    /** XChart takes each cell as {column, row, value}. */
    private static List<Number[]> cells(int[][] confusion) {
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < confusion.length; row++) {
            for (int column = 0; column < confusion.length; column++) {
                cells.add(new Number[] {column, row, confusion[row][column]});
            }
        }
        return cells;
    }
}
