/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

import java.util.Arrays;
import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.StatUtils;

/**
 * A mean with its interval by Student's t, for independent observations of about normal means.
 *
 * @param count observations; those with nothing to measure (NaN) are left out.
 * @param mean NaN without observations.
 * @param deviation standard deviation of one observation; NaN below two.
 * @param halfWidth of the interval around the mean; NaN below two.
 * @param confidence of the interval, such as 0.95.
 */
public record Estimate(int count, double mean, double deviation, double halfWidth, double confidence) {
    /** From observations; the order doesn't matter but for the last bits of the sums. */
    public static Estimate of(double[] observations, double confidence) {
        final double[] values = measured(observations);
        final double deviation = values.length < 2 ? Double.NaN : Math.sqrt(StatUtils.variance(values));
        return of(values.length, values.length == 0 ? Double.NaN : StatUtils.mean(values), deviation, confidence);
    }

    /** From moments. */
    public static Estimate of(int count, double mean, double deviation, double confidence) {
        final double halfWidth = count < 2
                ? Double.NaN
                : new TDistribution(count - 1.0).inverseCumulativeProbability(0.5 + confidence / 2)
                        * deviation
                        / Math.sqrt(count);
        return new Estimate(count, mean, deviation, halfWidth, confidence);
    }

    /** The observations that are not NaN. */
    public static double[] measured(double[] observations) {
        return Arrays.stream(observations).filter(value -> !Double.isNaN(value)).toArray();
    }

    public double low() {
        return mean - halfWidth;
    }

    public double high() {
        return mean + halfWidth;
    }

    /** Half width as a share of the mean; infinite for a mean of 0. */
    public double relativeHalfWidth() {
        return mean == 0 && halfWidth == 0 ? 0 : halfWidth / Math.abs(mean);
    }

    /** The same with another confidence. */
    public Estimate at(double otherConfidence) {
        return of(count, mean, deviation, otherConfidence);
    }

    /** One-sided: the probability that a mean like this, or one farther above {@code bound}, comes up if the true mean is the bound. */
    public double chanceIfMeanIs(double bound) {
        if (deviation == 0) {
            return mean > bound ? 0 : 1;
        }
        final double t = (mean - bound) / deviation * Math.sqrt(count);
        return new TDistribution(count - 1.0).cumulativeProbability(-t);
    }
}
