/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

/**
 * Difference of two settings, observed in pairs that share their random numbers (or not: then it is only wider).
 *
 * @param estimate of the mean difference, second minus first.
 * @param chance two-sided p-value of Student's paired t test: of a difference as large as this if there were none.
 * @param correlation of the pairs; NaN where it can't be told.
 */
public record Difference(Estimate estimate, double chance, double correlation) {
    /** From pairs; a pair of which one has nothing to measure is left out. */
    public static Difference of(double[] first, double[] second, double confidence) {
        final int pairs = Math.min(first.length, second.length);
        final double[] differences = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            differences[i] = second[i] - first[i];
        }
        final Estimate estimate = Estimate.of(differences, confidence);
        return new Difference(estimate, chance(estimate), correlation(first, second, pairs));
    }

    private static double chance(Estimate estimate) {
        if (estimate.count() < 2 || estimate.mean() == 0) {
            return 1;
        }
        final double tail = estimate.chanceIfMeanIs(0);
        return 2 * Math.min(tail, 1 - tail);
    }

    private static double correlation(double[] first, double[] second, int pairs) {
        double meanFirst = 0;
        double meanSecond = 0;
        int count = 0;
        for (int i = 0; i < pairs; i++) {
            if (!Double.isNaN(first[i]) && !Double.isNaN(second[i])) {
                meanFirst += first[i];
                meanSecond += second[i];
                count++;
            }
        }
        meanFirst /= count;
        meanSecond /= count;
        double both = 0;
        double squaresFirst = 0;
        double squaresSecond = 0;
        for (int i = 0; i < pairs; i++) {
            if (!Double.isNaN(first[i]) && !Double.isNaN(second[i])) {
                both += (first[i] - meanFirst) * (second[i] - meanSecond);
                squaresFirst += (first[i] - meanFirst) * (first[i] - meanFirst);
                squaresSecond += (second[i] - meanSecond) * (second[i] - meanSecond);
            }
        }
        return squaresFirst == 0 || squaresSecond == 0 ? Double.NaN : both / Math.sqrt(squaresFirst * squaresSecond);
    }
}
