/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fabtwin.sim.experiment.FactorialReport.Row;
import org.fabtwin.sim.statistics.Estimate;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A figure over one factor, the tools or the load, with its intervals: a line for each combination of the other factors. Cells whose
 * lines fill up are crosses, and no part of a line.
 */
public final class FactorialPlot {
    /** What can stand along the axis besides a factor. */
    public static final String TOOLS = "tools";

    private static final int WIDTH = 860;
    private static final int HEIGHT = 520;
    private static final Color[] COLOURS = {
        new Color(0x1B6CA8),
        new Color(0xD95F02),
        new Color(0x2A9D4B),
        new Color(0x7B3294),
        new Color(0x8C510A),
        new Color(0xC2185B),
        new Color(0x555555),
        new Color(0x00838F)
    };

    private static final Pattern CLIP = Pattern.compile("clip[0-9]+");
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\.[0-9])[0-9]+");
    private static final Pattern LEADING_NUMBER = Pattern.compile("[-+]?[0-9]+(\\.[0-9]+)?");

    private FactorialPlot() {}

    private static final class Points {
        final List<Double> x = new ArrayList<>();
        final List<Double> y = new ArrayList<>();
        final List<Double> error = new ArrayList<>();

        void add(double atX, Estimate estimate) {
            x.add(atX);
            y.add(estimate.mean());
            error.add(Double.isNaN(estimate.halfWidth()) ? 0 : estimate.halfWidth());
        }
    }

    /**
     * Writes an SVG.
     *
     * @param axis name of a factor whose levels begin with numbers, or {@link #TOOLS}.
     * @return false when there is nothing to draw.
     */
    public static boolean write(FactorialReport report, String figure, String axis, Path file) throws IOException {
        // No display is needed, nor looked for.
        System.setProperty("java.awt.headless", "true");
        final int factor = factorOf(report, axis);
        final Map<String, Points> settled = new LinkedHashMap<>();
        final Map<String, Points> growing = new LinkedHashMap<>();
        for (final Row row : report.rows()) {
            final Estimate estimate = row.figures().get(figure);
            final double x = factor < 0
                    ? row.expected().tools()
                    : leadingNumber(row.cell().levels().get(factor));
            if (estimate != null && !Double.isNaN(estimate.mean()) && !Double.isNaN(x)) {
                final String name = others(report, row, factor);
                settled.computeIfAbsent(name, key -> new Points());
                (row.grows() ? growing.computeIfAbsent(name, key -> new Points()) : settled.get(name)).add(x, estimate);
            }
        }
        if (settled.isEmpty()) {
            return false;
        }
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .xAxisTitle(axis)
                .yAxisTitle(figure)
                .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendBorderColor(Color.WHITE);
        chart.getStyler().setYAxisMin(0.0);
        chart.getStyler().setErrorBarsColorSeriesColor(true);
        int colour = 0;
        for (final Map.Entry<String, Points> entry : settled.entrySet()) {
            final Color own = COLOURS[colour++ % COLOURS.length];
            if (!entry.getValue().x.isEmpty()) {
                add(chart, entry.getKey(), entry.getValue(), own).setMarker(SeriesMarkers.CIRCLE);
            }
            final Points grown = growing.get(entry.getKey());
            if (grown != null) {
                final XYSeries series = add(chart, entry.getKey() + ", fills up", grown, own);
                series.setMarker(SeriesMarkers.CROSS);
                series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
            }
        }
        Files.writeString(file, svg(chart), StandardCharsets.UTF_8);
        return true;
    }

    /** The chart's SVG with coordinates to a tenth of a pixel, and the same for the same data: names of clips are by chance. */
    private static String svg(XYChart chart) throws IOException {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        final Map<String, String> clips = new LinkedHashMap<>();
        final String named = CLIP.matcher(bytes.toString(StandardCharsets.UTF_8))
                .replaceAll(clip -> clips.computeIfAbsent(clip.group(), id -> "clip" + clips.size()));
        return LONG_NUMBER.matcher(named).replaceAll("$1");
    }

    private static XYSeries add(XYChart chart, String name, Points points, Color colour) {
        final XYSeries series = chart.addSeries(name, points.x, points.y, points.error);
        series.setLineColor(colour);
        series.setMarkerColor(colour);
        return series;
    }

    /** Index of the factor; -1 for the tools. */
    private static int factorOf(FactorialReport report, String axis) {
        for (int i = 0; i < report.factors().size(); i++) {
            if (report.factors().get(i).name().equals(axis)) {
                return i;
            }
        }
        return -1;
    }

    private static String others(FactorialReport report, Row row, int factor) {
        final List<String> names = new ArrayList<>();
        for (int i = 0; i < report.factors().size(); i++) {
            // Over the tools, the first factor makes the points of a line.
            if (i != (factor < 0 ? 0 : factor)) {
                names.add(
                        row.cell().levels().get(i).equals("-")
                                ? report.factors().get(i).name() + " as it is"
                                : row.cell().levels().get(i));
            }
        }
        return names.isEmpty() ? "all" : String.join(", ", names);
    }

    /** The number that a level begins with: {@code 5}, {@code 70 %}; NaN for words. */
    public static double leadingNumber(String level) {
        final Matcher number = LEADING_NUMBER.matcher(level);
        return number.lookingAt() ? Double.parseDouble(number.group()) : Double.NaN;
    }
}
