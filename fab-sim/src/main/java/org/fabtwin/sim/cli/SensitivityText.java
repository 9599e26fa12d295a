/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Locale;
import org.fabtwin.sim.experiment.FigureUnit;
import org.fabtwin.sim.experiment.SensitivityReport;
import org.fabtwin.sim.experiment.SensitivityReport.Answer;
import org.fabtwin.sim.statistics.Estimate;

/** A tornado in the terminal: differences with their intervals, and bars from the middle out. */
final class SensitivityText {
    private static final int BAR = 20;
    private static final int DIGITS = 3;
    private static final int MOST_DECIMALS = 9;

    private final SensitivityReport report;
    private final double most;
    private final int decimals;

    SensitivityText(SensitivityReport report) {
        this.report = report;
        this.most = report.answers().stream().mapToDouble(Answer::size).max().orElse(0);
        this.decimals = decimals(most);
    }

    void print(PrintWriter out) {
        final String unit = FigureUnit.of(report.figure()).name();
        out.println(report.figure() + ": " + number(report.base().mean()) + plusMinus(report.base(), " ")
                + (unit.isEmpty() ? "" : " " + unit) + " as it is; " + report.replications()
                + (report.replications() == 1 ? " replication" : " replications") + ", same random numbers");
        if (Double.isNaN(report.base().mean())) {
            out.println(
                    "Nothing to measure in the time that counts: no lot or wafer has come so far. Longer --days, shorter"
                            + " --warmup, or --warm.");
            return;
        }
        final String step =
                String.format(Locale.ROOT, "%.4g", report.stepPercent()).replaceAll("\\.?0+$", "");
        out.println("What is added to it when a factor is " + step + " % smaller, and " + step + " % larger:");
        out.println();
        final TextTable table = new TextTable("factor", "parameters", "smaller", "", "larger", "");
        for (final Answer answer : report.answers()) {
            table.row(
                    answer.factor(),
                    Integer.toString(answer.parameters()),
                    number(answer.lower().mean()),
                    plusMinus(answer.lower(), ""),
                    number(answer.higher().mean()),
                    plusMinus(answer.higher(), ""),
                    (answer.isTold() ? "*" : " ") + " " + bars(answer));
        }
        table.print(out);
        out.println();
        out.println("< smaller, > larger"
                + (report.replications() < 2
                        ? "; one replication has no intervals"
                        : "; *: the "
                                + String.format(Locale.ROOT, "%.4g", 100 * report.confidence())
                                        .replaceAll("\\.?0+$", "")
                                + " % interval of a difference, by itself, leaves 0 out"));
    }

    /** Smaller as {@code <}, larger as {@code >}; on one side of 0 the shorter lies upon the longer. */
    private String bars(Answer answer) {
        final char[] bar = new char[2 * BAR + 1];
        Arrays.fill(bar, ' ');
        final boolean isLowerLonger =
                Math.abs(answer.lower().mean()) >= Math.abs(answer.higher().mean());
        draw(bar, isLowerLonger ? answer.lower() : answer.higher(), isLowerLonger ? '<' : '>');
        draw(bar, isLowerLonger ? answer.higher() : answer.lower(), isLowerLonger ? '>' : '<');
        bar[BAR] = '|';
        return new String(bar);
    }

    private void draw(char[] bar, Estimate estimate, char sign) {
        if (Double.isNaN(estimate.mean()) || most == 0) {
            return;
        }
        final int length = (int) Math.round(BAR * Math.abs(estimate.mean()) / most);
        final int from = estimate.mean() < 0 ? BAR - length : BAR + 1;
        Arrays.fill(bar, from, from + length, sign);
    }

    /** As many as the largest difference needs for three digits. */
    private static int decimals(double most) {
        if (!(most > 0)) {
            return 2;
        }
        return Math.max(0, Math.min(MOST_DECIMALS, DIGITS - 1 - (int) Math.floor(StrictMath.log10(most))));
    }

    private String plusMinus(Estimate estimate, String before) {
        return Double.isNaN(estimate.halfWidth()) ? "" : before + "+-" + number(estimate.halfWidth());
    }

    private String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
