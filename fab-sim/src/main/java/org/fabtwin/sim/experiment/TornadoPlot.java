/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.fabtwin.sim.experiment.SensitivityReport.Answer;
import org.fabtwin.sim.statistics.Estimate;

/**
 * The answers of a figure to its factors as an SVG: two bars a factor, of the smaller and of the larger value, from the scenario as it
 * is outwards, with their intervals; the largest answer on top.
 */
public final class TornadoPlot {
    private static final int LABELS = 300;
    private static final int HALF = 300;
    private static final int MARGIN = 60;
    private static final int WIDTH = LABELS + 2 * HALF + MARGIN;
    private static final int MIDDLE = LABELS + HALF;
    private static final int TOP = 64;
    private static final int ROW = 30;
    private static final int BAR = 11;
    private static final int TICKS = 4;
    private static final String SMALLER = "#1b6ca8";
    private static final String LARGER = "#d95f02";

    private final StringBuilder out = new StringBuilder(1 << 13);
    private final SensitivityReport report;
    private final double scale;

    private TornadoPlot(SensitivityReport report) {
        this.report = report;
        double most = 0;
        for (final Answer answer : report.answers()) {
            most = Math.max(most, Math.max(end(answer.lower()), end(answer.higher())));
        }
        this.scale = most > 0 ? HALF / most : 1;
    }

    /**
     * Writes the file, and the folders that it needs.
     *
     * @return false: there is nothing to draw, since the scenario as it is has no such figure, and no file is written.
     */
    public static boolean write(SensitivityReport report, Path file) throws IOException {
        if (Double.isNaN(report.base().mean())) {
            return false;
        }
        final TornadoPlot plot = new TornadoPlot(report);
        plot.draw();
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, plot.out, StandardCharsets.UTF_8);
        return true;
    }

    private void draw() {
        final int rows = report.answers().size();
        final int bottom = TOP + ROW * rows;
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"13\">",
                WIDTH, bottom + 56);
        line("<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>", WIDTH, bottom + 56);
        final String unit = FigureUnit.of(report.figure()).name();
        text(
                12,
                22,
                "start",
                report.figure()
                        + (unit.isEmpty() ? "" : ", " + unit)
                        + String.format(
                                Locale.ROOT,
                                ": %.4g as it is; differences to it",
                                report.base().mean()));
        swatch(12, SMALLER, "factor " + plain(report.stepPercent()) + " % smaller");
        swatch(192, LARGER, "factor " + plain(report.stepPercent()) + " % larger");
        text(
                372,
                46,
                "start",
                report.replications() < 2
                        ? "one replication has no intervals"
                        : plain(100 * report.confidence()) + " % intervals of " + report.replications()
                                + " replications");
        axis(bottom);
        for (int row = 0; row < rows; row++) {
            final Answer answer = report.answers().get(row);
            final int y = TOP + ROW * row;
            text(LABELS - 10, y + BAR + 6, "end", answer.factor());
            bar(answer.lower(), y + 3, SMALLER);
            bar(answer.higher(), y + 3 + BAR, LARGER);
        }
        line("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#000000\"/>", MIDDLE, TOP - 4, MIDDLE, bottom + 4);
        line("</svg>");
    }

    private void axis(int bottom) {
        final double step = niceStep(HALF / scale / TICKS);
        for (double at = step; at * scale <= HALF + 1e-9; at += step) {
            for (final double value : new double[] {-at, at}) {
                final double x = MIDDLE + value * scale;
                line(
                        "<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"#dddddd\"/>",
                        x, TOP - 4, x, bottom + 4);
                text(x, bottom + 22, "middle", (value > 0 ? "+" : "") + plain(value));
            }
        }
        text(MIDDLE, bottom + 22, "middle", "0");
    }

    /** 1, 2 or 5 times a power of ten, at least {@code least}. */
    private static double niceStep(double least) {
        final double power = StrictMath.pow(10, Math.floor(StrictMath.log10(least)));
        for (final int digit : new int[] {1, 2, 5}) {
            if (digit * power >= least) {
                return digit * power;
            }
        }
        return 10 * power;
    }

    private void bar(Estimate estimate, int y, String colour) {
        if (Double.isNaN(estimate.mean())) {
            return;
        }
        final double to = estimate.mean() * scale;
        line(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>",
                MIDDLE + Math.min(0, to), y, Math.abs(to), BAR, colour);
        if (!Double.isNaN(estimate.halfWidth())) {
            final double half = estimate.halfWidth() * scale;
            line(
                    "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#333333\" stroke-width=\"1.5\"/>",
                    MIDDLE + to - half, y + BAR / 2.0, MIDDLE + to + half, y + BAR / 2.0);
        }
    }

    /** Four digits at the most, without zeros at the end. */
    private static String plain(double value) {
        return new BigDecimal(value, new MathContext(4)).stripTrailingZeros().toPlainString();
    }

    private static double end(Estimate estimate) {
        if (Double.isNaN(estimate.mean())) {
            return 0;
        }
        return Math.abs(estimate.mean()) + (Double.isNaN(estimate.halfWidth()) ? 0 : estimate.halfWidth());
    }

    private void swatch(int x, String colour, String words) {
        line("<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\"/>", x, 46 - BAR, BAR, BAR, colour);
        text(x + BAR + 6, 46, "start", words);
    }

    private void text(double x, int y, String anchor, String words) {
        line(
                "<text x=\"%.1f\" y=\"%d\" text-anchor=\"%s\">%s</text>",
                x, y, anchor, words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
    }

    private void line(String format, Object... values) {
        out.append(values.length == 0 ? format : String.format(Locale.ROOT, format, values))
                .append('\n');
    }
}
