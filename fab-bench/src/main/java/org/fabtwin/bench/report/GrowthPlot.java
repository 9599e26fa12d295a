/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.report;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.regex.Pattern;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Cost over size, both axes logarithmic. */
final class GrowthPlot {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 480;
    private static final Pattern CLIP = Pattern.compile("clip[0-9]+");
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\.[0-9])[0-9]+");

    private GrowthPlot() {}

    /** Slope of the least-squares line through the logarithms. */
    static double exponent(SortedMap<Double, Double> points) {
        double sumX = 0;
        double sumY = 0;
        double sumXx = 0;
        double sumXy = 0;
        for (final Map.Entry<Double, Double> point : points.entrySet()) {
            final double x = StrictMath.log(point.getKey());
            final double y = StrictMath.log(point.getValue());
            sumX += x;
            sumY += y;
            sumXx += x * x;
            sumXy += x * y;
        }
        final int n = points.size();
        return (n * sumXy - sumX * sumY) / (n * sumXx - sumX * sumX);
    }

    /** The same text for the same figures. */
    static String svg(String title, String x, String y, Map<String, ? extends SortedMap<Double, Double>> series)
            throws IOException {
        // No display is needed, nor looked for.
        System.setProperty("java.awt.headless", "true");
        final XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler()
                .setLegendPosition(LegendPosition.OutsideE)
                .setChartBackgroundColor(Color.WHITE)
                .setLegendBorderColor(Color.WHITE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        series.forEach((name, points) -> chart.addSeries(
                        name, new ArrayList<>(points.keySet()), new ArrayList<>(points.values()))
                .setMarker(SeriesMarkers.CIRCLE));
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        // Coordinates to a tenth of a pixel; the names of clips are by chance.
        final Map<String, String> clips = new LinkedHashMap<>();
        final String named = CLIP.matcher(bytes.toString(StandardCharsets.UTF_8))
                .replaceAll(clip -> clips.computeIfAbsent(clip.group(), id -> "clip" + clips.size()));
        return LONG_NUMBER.matcher(named).replaceAll("$1");
    }
}
