/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import org.fabtwin.sim.experiment.Comparison;
import org.fabtwin.sim.experiment.ComparisonReport;
import org.fabtwin.sim.experiment.FigureNumber;
import org.fabtwin.sim.experiment.Results;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.statistics.Estimate;

/** A comparison for people: one line a figure and pair, with the verdict behind it. */
final class ComparisonText {
    private ComparisonText() {}

    static void print(ComparisonReport report, PrintWriter out) {
        for (final Results.PointRow point : report.points()) {
            out.println(point.label() + ": " + point.scenario()
                    + (report.hasCommonRandomNumbers() ? "" : ", seed " + point.seed()));
        }
        final Results.PointRow first = report.points().get(0);
        out.println(report.replications() + " replications each of " + SimulatedDays.text(first.endUs()) + ", "
                + (report.hasCommonRandomNumbers()
                        ? "common random numbers of seed " + first.seed()
                        : "random numbers of their own"));
        out.println("warm-up " + SimulatedDays.text(first.warmupUs()) + " (" + first.warmupFrom() + ")");
        out.println(report.end().words());
        final int count = report.comparisons().size();
        out.println("intervals of " + FigureNumber.percent(report.confidence()) + " confidence"
                + (count == 1 ? "" : " for all " + count + " comparisons together (Bonferroni)"));
        out.println();
        final TextTable table = new TextTable("figure", "pair", "means", "difference", "+-", "CRN gain");
        for (final Comparison comparison : report.comparisons()) {
            table.row(row(comparison));
        }
        table.print(out);
        out.println();
        out.println(
                "CRN gain: times as many replications that independent random numbers would need for this precision");
        out.println("digest " + report.digest());
    }

    private static String[] row(Comparison comparison) {
        final Estimate difference = comparison.difference().estimate();
        final int decimals = FigureNumber.decimals(comparison.firstEstimate().mean());
        return new String[] {
            comparison.figure(),
            comparison.first() + ", " + comparison.second(),
            FigureNumber.text(comparison.firstEstimate().mean(), decimals) + ", "
                    + FigureNumber.text(comparison.secondEstimate().mean(), decimals),
            (difference.mean() > 0 ? "+" : "") + FigureNumber.text(difference.mean(), decimals),
            FigureNumber.precision(difference.halfWidth()),
            FigureNumber.text(comparison.varianceReduction(), 1),
            comparison.verdict()
        };
    }
}
