package dev.rewind.deploy.bench;

import dev.rewind.deploy.options.Bytes;
import dev.rewind.model.bench.memory.MemoryFigures;
import dev.rewind.model.bench.memory.Peaks;
import dev.rewind.model.bench.memory.PublishedMemory;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import org.knowm.xchart.AnnotationText;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws memory against the batch, beside the published figures, and against depth. */
final class MemoryChart {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 640;
    /** MiB: a logarithmic axis has no zero. */
    private static final double SMALLEST = 0.1;

    /** So many times a point is where its figure stands. */
    private static final double ABOVE = 1.2;

    private static final double ROOM = 1.8;

    private static final Color INK = new Color(0x1F2933);
    private static final Color FAINT = new Color(0xE3E8ED);
    private static final Color REVERSIBLE = new Color(0x0B7A75);
    private static final Color ORDINARY = new Color(0xC8553D);
    private static final BasicStroke SOLID = new BasicStroke(3);
    private static final List<BasicStroke> BROKEN = List.of(broken(9, 6), broken(2, 6));

    private MemoryChart() {}

    /**
     * Writes the picture.
     *
     * @param file of the PNG; its folder is made when it is missing
     */
    static void write(MemoryFigures figures, Path file) {
        List<XYChart> charts = List.of(byBatch(figures), byDepth(figures));
        try {
            if (file.toAbsolutePath().getParent() != null) {
                Files.createDirectories(file.toAbsolutePath().getParent());
            }
            try (OutputStream out = Files.newOutputStream(file)) {
                BitmapEncoder.saveBitmap(charts, 1, charts.size(), out, BitmapEncoder.BitmapFormat.PNG);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "cannot write the chart " + file + ": " + e.getMessage() + "; is the folder writable?", e);
        }
    }

    private static XYChart byBatch(MemoryFigures figures) {
        XYChart chart = chart(figures.setting().model(), "batch");
        addMeasured(chart, figures.byBatch());
        for (int i = 0; i < figures.published().size(); i++) {
            PublishedMemory published = figures.published().get(i);
            BasicStroke line = BROKEN.get(i % BROKEN.size());
            add(
                    chart,
                    "ordinary, " + published.source(),
                    figures.byBatch(),
                    peaks -> published.ordinary().at(peaks.size()),
                    new Look(ORDINARY, line, SeriesMarkers.NONE));
            add(
                    chart,
                    "reversible, " + published.source(),
                    figures.byBatch(),
                    peaks -> published.reversible().at(peaks.size()),
                    new Look(REVERSIBLE, line, SeriesMarkers.NONE));
        }
        return withRoom(chart);
    }

    private static XYChart byDepth(MemoryFigures figures) {
        XYChart chart = chart(figures.depthModel() + ", batch 1", "layers");
        addMeasured(chart, figures.byDepth());
        return withRoom(chart);
    }

    /** Leaves room above and below for the figures. */
    private static XYChart withRoom(XYChart chart) {
        Collection<XYSeries> lines = chart.getSeriesMap().values();
        double highest = lines.stream().mapToDouble(XYSeries::getYMax).max().orElseThrow();
        double lowest = lines.stream().mapToDouble(XYSeries::getYMin).min().orElseThrow();
        chart.getStyler().setYAxisMax(ROOM * highest).setYAxisMin(lowest / ROOM);
        return chart;
    }

    private static void addMeasured(XYChart chart, List<Peaks> measured) {
        add(chart, "ordinary, here", measured, Peaks::ordinaryBytes, new Look(ORDINARY, SOLID, SeriesMarkers.CIRCLE));
        add(
                chart,
                "reversible, here",
                measured,
                Peaks::reversibleBytes,
                new Look(REVERSIBLE, SOLID, SeriesMarkers.CIRCLE));
        measured.forEach(peaks -> {
            write(chart, peaks.size(), peaks.ordinaryBytes());
            write(chart, peaks.size(), peaks.reversibleBytes());
        });
    }

    /** Writes a figure above its point. */
    private static void write(XYChart chart, int size, long bytes) {
        double mebibytes = mebibytes(bytes);
        String text = String.format(Locale.ROOT, mebibytes < 100 ? "%.1f" : "%.0f", mebibytes);
        chart.addAnnotation(new AnnotationText(text, size, ABOVE * mebibytes, false));
    }

    private static double mebibytes(long bytes) {
        return Math.max(SMALLEST, Bytes.mebibytes(bytes));
    }

    private record Look(Color color, BasicStroke line, Marker marker) {}

    private static void add(XYChart chart, String name, List<Peaks> points, ToLongFunction<Peaks> bytes, Look look) {
        double[] sizes = points.stream().mapToDouble(Peaks::size).toArray();
        double[] mebibytes = points.stream()
                .mapToDouble(peaks -> mebibytes(bytes.applyAsLong(peaks)))
                .toArray();
        XYSeries series = chart.addSeries(name, sizes, mebibytes);
        series.setMarkerColor(look.color).setMarker(look.marker);
        series.setLineColor(look.color).setLineStyle(look.line);
    }

    private static XYChart chart(String title, String axis) {
        XYChart chart = new XYChartBuilder()
                .title(title)
                .xAxisTitle(axis)
                .yAxisTitle("MiB at the peak, above the ready model")
                .width(WIDTH)
                .height(HEIGHT)
                .build();
        XYStyler styler = chart.getStyler();
        styler.setYAxisLogarithmic(true) // or what is small could not be told apart
                .setYAxisDecimalPattern("#,###")
                .setXAxisDecimalPattern("0")
                .setAxisTitleFont(font(Font.BOLD))
                .setAxisTickLabelsFont(font(Font.PLAIN))
                .setAxisTickLabelsColor(INK)
                .setPlotGridLinesColor(FAINT)
                .setMarkerSize(9);
        styler.setAnnotationTextFont(font(Font.PLAIN)).setAnnotationTextFontColor(INK);
        styler.setChartTitleFont(font(Font.BOLD))
                .setChartTitleBoxVisible(false)
                .setChartTitlePadding(12)
                .setChartFontColor(INK)
                .setChartBackgroundColor(Color.WHITE)
                .setPlotBackgroundColor(Color.WHITE)
                .setPlotBorderColor(FAINT)
                .setLegendPosition(LegendPosition.OutsideS)
                .setLegendLayout(LegendLayout.Vertical)
                .setLegendBorderColor(Color.WHITE)
                .setLegendFont(font(Font.PLAIN));
        return chart;
    }

    private static Font font(int style) {
        int size = 15;
        return new Font(Font.SANS_SERIF, style, size);
    }

    private static BasicStroke broken(float drawn, float left) {
        return new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {drawn, left}, 0);
    }
}
