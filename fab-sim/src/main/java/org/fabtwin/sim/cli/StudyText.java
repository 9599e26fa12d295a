/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import java.util.List;
import org.fabtwin.sim.experiment.FigureNumber;
import org.fabtwin.sim.experiment.FigureSummary;
import org.fabtwin.sim.experiment.Results;
import org.fabtwin.sim.experiment.StudyReport;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.statistics.Estimate;
import org.fabtwin.sim.statistics.QuantileInterval;

/** A study of one point for people: a line a figure. */
final class StudyText {
    private final StudyReport report;
    private final List<String> patterns;
    private final PrintWriter out;

    StudyText(StudyReport report, List<String> patterns, PrintWriter out) {
        this.report = report;
        this.patterns = patterns;
        this.out = out;
    }

    void print() {
        final Results.PointRow point = report.point();
        final boolean isBatched = report.batches() > 1;
        out.println(point.scenario() + ": "
                + (isBatched
                        ? report.batches() + " batch means of one run"
                        : report.replications() + (report.replications() == 1 ? " replication" : " replications"))
                + " of " + SimulatedDays.text(point.endUs()) + ", seed " + point.seed());
        out.println("warm-up " + SimulatedDays.text(point.warmupUs()) + " (" + point.warmupFrom() + ")");
        out.println(report.end().words());
        out.println();
        final String percent = "+- " + FigureNumber.percent(report.confidence());
        final TextTable table = isBatched
                ? new TextTable("figure", "mean", percent, "deviation", "lag-1", "n")
                : new TextTable("figure", "mean", percent, "deviation", "5 %", "median", "interval", "95 %", "n");
        int correlated = 0;
        for (final FigureSummary figure : report.figures()) {
            if (isWanted(figure)) {
                table.row(isBatched ? batchRow(figure) : row(figure));
                correlated += isBatched && figure.isCorrelated() ? 1 : 0;
            }
        }
        table.print(out);
        out.println();
        if (correlated > 0) {
            out.println(
                    "batches marked * depend on each other: their intervals are too narrow; take fewer or longer ones");
        }
        out.println("digest " + report.digest());
    }

    /** Unless asked for, a figure of which no replication had anything to measure is left out. */
    private boolean isWanted(FigureSummary figure) {
        return patterns.isEmpty()
                ? figure.estimate().count() > 0
                : patterns.stream().anyMatch(pattern -> FigurePattern.matches(pattern, figure.figure()));
    }

    private static String[] row(FigureSummary figure) {
        final Estimate estimate = figure.estimate();
        final int decimals = FigureNumber.decimals(estimate.mean());
        final QuantileInterval median = figure.quantiles().get(1);
        return new String[] {
            figure.figure(),
            FigureNumber.text(estimate.mean(), decimals),
            FigureNumber.precision(estimate.halfWidth()),
            FigureNumber.precision(estimate.deviation()),
            FigureNumber.text(figure.quantiles().get(0).value(), decimals),
            FigureNumber.text(median.value(), decimals),
            Double.isNaN(median.low()) || Double.isNaN(median.high())
                    ? "-"
                    : FigureNumber.text(median.low(), decimals) + " .. " + FigureNumber.text(median.high(), decimals),
            FigureNumber.text(figure.quantiles().get(2).value(), decimals),
            Integer.toString(estimate.count())
        };
    }

    private static String[] batchRow(FigureSummary figure) {
        final Estimate estimate = figure.estimate();
        return new String[] {
            figure.figure(),
            FigureNumber.text(estimate.mean()),
            FigureNumber.precision(estimate.halfWidth()),
            FigureNumber.precision(estimate.deviation()),
            FigureNumber.text(figure.lag1(), 2) + (figure.isCorrelated() ? "*" : " "),
            Integer.toString(estimate.count())
        };
    }
}
