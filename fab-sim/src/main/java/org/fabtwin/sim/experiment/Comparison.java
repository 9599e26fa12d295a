/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import org.fabtwin.sim.statistics.Difference;
import org.fabtwin.sim.statistics.Estimate;

/**
 * One figure of two points, compared replication by replication.
 *
 * @param first label of the point that is compared with.
 * @param second label of the point that is compared.
 * @param difference second minus first; its interval is simultaneous with those of all comparisons of the report.
 * @param comparisons of the report, by which chances are multiplied (Bonferroni).
 * @param confidence of all intervals together.
 * @param varianceReduction how many times as many replications the same precision would need without common random numbers:
 *     the sum of the two variances over that of the difference; NaN where it can't be told.
 */
public record Comparison(
        String figure,
        String first,
        String second,
        Estimate firstEstimate,
        Estimate secondEstimate,
        Difference difference,
        int comparisons,
        double confidence,
        double varianceReduction) {
    private static final double[] LEVELS = {0.999, 0.99, 0.95, 0.9};

    /** From observations by replication. */
    public static Comparison of(
            String figure,
            String first,
            double[] firstObservations,
            String second,
            double[] secondObservations,
            int comparisons,
            double confidence) {
        final double each = 1 - (1 - confidence) / comparisons;
        final Estimate firstEstimate = Estimate.of(firstObservations, confidence);
        final Estimate secondEstimate = Estimate.of(secondObservations, confidence);
        final Difference difference = Difference.of(firstObservations, secondObservations, each);
        final double variance =
                difference.estimate().deviation() * difference.estimate().deviation();
        final double both = firstEstimate.deviation() * firstEstimate.deviation()
                + secondEstimate.deviation() * secondEstimate.deviation();
        return new Comparison(
                figure,
                first,
                second,
                firstEstimate,
                secondEstimate,
                difference,
                comparisons,
                confidence,
                variance > 0 ? both / variance : Double.NaN);
    }

    /** Chance of a difference as large as this if there were none, all comparisons considered. */
    public double adjustedChance() {
        return Math.min(1, comparisons * difference.chance());
    }

    /** Whether the interval leaves 0 out. */
    public boolean isDifferent() {
        return difference.estimate().count() >= 2 && adjustedChance() < 1 - confidence;
    }

    /** -1: the first is better; 1: the second is; 0: no difference was found, or neither way is better. */
    public int better() {
        final int sign = (int) Math.signum(difference.estimate().mean());
        return isDifferent() ? sign * FigureUnit.of(figure).better() : 0;
    }

    /** The verdict in words. */
    public String verdict() {
        final Estimate estimate = difference.estimate();
        if (estimate.count() < 2) {
            return "nothing to compare: " + estimate.count() + " pairs with something measured";
        }
        final String unit = FigureUnit.of(figure).name();
        if (!isDifferent()) {
            return "no difference larger than "
                    + quantity(Math.max(Math.abs(estimate.low()), Math.abs(estimate.high())), unit) + ", "
                    + FigureNumber.percent(confidence) + " sure";
        }
        final int better = better();
        final String what = better == 0
                ? second + " is " + (estimate.mean() > 0 ? "higher" : "lower") + " by "
                : (better > 0 ? second : first) + " is better by ";
        return what
                + FigureNumber.text(Math.abs(estimate.mean()), FigureNumber.precisionDecimals(estimate.halfWidth()))
                + " +-" + quantity(estimate.halfWidth(), unit)
                + ", " + sure() + " sure";
    }

    private String sure() {
        for (final double level : LEVELS) {
            if (level > confidence && adjustedChance() < 1 - level) {
                return (level == LEVELS[0] ? "more than " : "") + FigureNumber.percent(level);
            }
        }
        return FigureNumber.percent(confidence);
    }

    private static String quantity(double value, String unit) {
        return (FigureNumber.precision(value) + " " + unit).strip();
    }
}
