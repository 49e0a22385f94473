package dev.rewind.training.evaluate;

import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.HeatMapChart;
import org.knowm.xchart.HeatMapChartBuilder;
import org.knowm.xchart.style.HeatMapStyler;

/**
 * Draws which classes a model takes for which: a row for each true class, from top to bottom, and a column for each most
 * likely one, so that right answers lie on the falling diagonal. Cells show counts, none where there is nothing.
 */
public final class ConfusionPicture {
    private static final int CELL = 44;
    private static final int MARGIN = 130;
    private static final int LETTER = 8;
    private static final int DOTS_PER_INCH = 144;

    /** From nothing to many; the last is still light enough for dark figures. */
    private static final Color[] BLUES = {new Color(0xF7FAFD), new Color(0xB9D6EE), new Color(0x6BAED6)};

    private static final Color INK = new Color(0x1F2933);
    private static final Color FAINT = new Color(0xC9D3DC);

    private ConfusionPicture() {}

    /**
     * Writes the picture.
     *
     * @param file ends with {@code .png}; its folder is made when it is missing
     */
    public static void write(Evaluation evaluation, Path file) {
        List<String> classes = evaluation.classes();
        int longest = classes.stream().mapToInt(String::length).max().orElse(0);
        int side = CELL * classes.size() + MARGIN + LETTER * longest;
        HeatMapChart chart = new HeatMapChartBuilder()
                .title(String.format(
                        Locale.ROOT,
                        "%s: top-1 %.3f of %d clips",
                        evaluation.model(),
                        evaluation.top1(),
                        evaluation.clips()))
                .xAxisTitle("most likely class")
                .yAxisTitle("true class")
                .width(Math.max(side, 480))
                .height(Math.max(side, 480))
                .build();
        style(chart.getStyler(), evaluation.confusion());
        // The y axis grows upwards.
        List<String> upwards = new ArrayList<>(classes);
        Collections.reverse(upwards);
        chart.addSeries("clips", classes, upwards, cells(evaluation.confusion()));
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            BitmapEncoder.saveBitmapWithDPI(chart, file.toString(), BitmapEncoder.BitmapFormat.PNG, DOTS_PER_INCH);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the picture " + file + ": " + e.getMessage() + "; is the folder writable?", e);
        }
    }

    private static void style(HeatMapStyler styler, int[][] confusion) {
        int most = Arrays.stream(confusion).flatMapToInt(Arrays::stream).max().orElse(1);
        styler.setRangeColors(BLUES)
                .setMin(0)
                .setMax(Math.max(1, most))
                .setShowValue(true)
                .setHeatMapValueDecimalPattern("0")
                .setValueFont(new Font(Font.SANS_SERIF, Font.BOLD, 14))
                .setValueFontColor(INK)
                .setDrawBorder(true);
        styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 13))
                .setAxisTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 14))
                .setAxisTickLabelsColor(INK)
                .setAxisTicksMarksVisible(false)
                .setAxisTicksLineVisible(false)
                .setPlotGridLinesVisible(false)
                .setPlotMargin(0)
                .setXAxisLabelRotation(45);
        styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setChartTitleBoxVisible(false)
                .setChartFontColor(INK)
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitlePadding(12)
                .setPlotBackgroundColor(BLUES[0])
                .setPlotBorderColor(FAINT)
                .setPlotContentSize(1)
                .setLegendVisible(false);
    }

    /** XChart takes each cell as {column, row, value}, rows upwards. */
    private static List<Number[]> cells(int[][] confusion) {
        List<Number[]> cells = new ArrayList<>();
        for (int row = 0; row < confusion.length; row++) {
            for (int column = 0; column < confusion.length; column++) {
                if (confusion[row][column] > 0) {
                    cells.add(new Number[] {column, confusion.length - 1 - row, confusion[row][column]});
                }
            }
        }
        return cells;
    }
}
