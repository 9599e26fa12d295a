/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.yield;

import org.fabtwin.core.random.SpecialFunctions;

/** Analytic models of parametric yield: normal parameters against their windows, leakage from Vt. Textbook. */
public final class ParametricModels {
    private static final double LN10 = 2.302585092994046;

    private ParametricModels() {}

    /** Share of a normal parameter within lower..upper. */
    public static double inWindow(double mean, double deviation, double lower, double upper) {
        return SpecialFunctions.normalCdf((upper - mean) / deviation)
                - SpecialFunctions.normalCdf((lower - mean) / deviation);
    }

    /** Distance of the mean to the nearer limit, in three standard deviations. */
    public static double cpk(double mean, double deviation, double lower, double upper) {
        return Math.min(upper - mean, mean - lower) / (3 * deviation);
    }

    /** Mean over median of a leakage that falls tenfold with each {@code swing} of a normal Vt. */
    public static double leakageMeanToMedian(double vtDeviation, double swing) {
        double s = LN10 * vtDeviation / swing;
        return StrictMath.exp(s * s / 2);
    }

    /** Factor on leakage from a shift of Vt. */
    public static double leakageFactor(double vtShift, double swing) {
        return StrictMath.exp(-LN10 * vtShift / swing);
    }
}
