/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.latency;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Latency over percentiles, as HdrHistogram's plots: along the axis 1 / (1 - percentile), both logarithmic. */
final class LatencyPlot {
    private static final Pattern LONG_NUMBER = Pattern.compile("(\\.[0-9])[0-9]+");
    private static final double[] ONE_IN = {1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000};

    private LatencyPlot() {}

    static void write(Path file, Map<String, Histogram> histograms) throws IOException {
        System.setProperty("java.awt.headless", "true");
        final XYChart chart = new XYChartBuilder()
                .width(860)
                .height(480)
                .title("Latency from an event's due time")
                .xAxisTitle("all but one event in")
                .yAxisTitle("us")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE).setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setYAxisLogarithmic(true);
        histograms.forEach((name, histogram) -> {
            final List<Double> x = new ArrayList<>();
            final List<Double> y = new ArrayList<>();
            for (final double oneIn : ONE_IN) {
                if (oneIn <= histogram.getTotalCount()) {
                    x.add(oneIn);
                    y.add(Math.max(1, histogram.getValueAtPercentile(100 - 100 / oneIn)) / 1e3);
                }
            }
            chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE);
        });
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        VectorGraphicsEncoder.saveVectorGraphic(chart, bytes, VectorGraphicsFormat.SVG);
        Files.writeString(
                file,
                LONG_NUMBER.matcher(bytes.toString(StandardCharsets.UTF_8)).replaceAll("$1"));
    }
}
