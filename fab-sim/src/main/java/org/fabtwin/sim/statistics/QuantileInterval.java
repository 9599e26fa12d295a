/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import java.util.Arrays;
import org.hipparchus.distribution.discrete.BinomialDistribution;
import org.hipparchus.stat.descriptive.rank.Percentile;

/**
 * A quantile of the observations' distribution with an interval between two order statistics, which holds for any continuous
 * distribution (David, Nagaraja: Order Statistics, 3rd ed., section 7.1).
 *
 * @param share such as 0.95.
 * @param value linear between order statistics (type 7 of Hyndman and Fan), as all quantiles of fabtwin; NaN without observations.
 * @param low NaN where there are too few observations for a lower end.
 * @param high NaN where there are too few observations for an upper end.
 */
public record QuantileInterval(double share, double value, double low, double high) {
    /** From observations; those that are NaN are left out. */
    public static QuantileInterval of(double[] observations, double share, double confidence) {
        final double[] sorted = Estimate.measured(observations);
        if (sorted.length == 0) {
            return new QuantileInterval(share, Double.NaN, Double.NaN, Double.NaN);
        }
        Arrays.sort(sorted);
        final double value = new Percentile()
                .withEstimationType(Percentile.EstimationType.R_7)
                .evaluate(sorted, 100 * share);
        // The number of observations below the quantile is binomial.
        final BinomialDistribution below = new BinomialDistribution(sorted.length, share);
        final int low = below.inverseCumulativeProbability((1 - confidence) / 2);
        final int high = below.inverseCumulativeProbability((1 + confidence) / 2) + 1;
        return new QuantileInterval(
                share,
                value,
                low < 1 ? Double.NaN : sorted[low - 1],
                high > sorted.length ? Double.NaN : sorted[high - 1]);
    }
}
