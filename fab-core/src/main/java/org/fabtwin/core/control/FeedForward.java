/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.control;

/**
 * Feed-forward of an earlier measurement: of y = ... + coefficient * x, x measured with noise, the part that the measurement
 * tells is compensated. The best linear gain shrinks the measurement by what of its variance is true. Stateless.
 */
public final class FeedForward {
    private FeedForward() {}

    /** What of y to expect for one unit of measured x: coefficient * sx^2 / (sx^2 + sm^2). */
    public static double gain(double coefficient, double sigma, double noiseSigma) {
        double truth = sigma * sigma;
        double total = truth + noiseSigma * noiseSigma;
        return total > 0 ? coefficient * truth / total : 0;
    }

    /** Variance of y that is left with the best gain: coefficient^2 sx^2 sm^2 / (sx^2 + sm^2). */
    public static double residualVariance(double coefficient, double sigma, double noiseSigma) {
        return coefficient * gain(coefficient, sigma, noiseSigma) * noiseSigma * noiseSigma;
    }

    /** The offset that compensates what is expected of a measured deviation. */
    public static double offset(double gain, double measuredDeviation, double modelGain) {
        return -gain * measuredDeviation / modelGain;
    }
}
