/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

/** Correlation of observations with those that follow them, which an interval of independent observations must not have. */
public final class SerialCorrelation {
    /** Standard normal quantile of 95 %. */
    private static final double ONE_SIDED_95 = 1.645;

    private SerialCorrelation() {}

    /** Lag-1 autocorrelation; NaN with fewer than three observations or without any difference between them. */
    public static double lag1(double[] observations) {
        final double[] values = Estimate.measured(observations);
        double mean = 0;
        for (final double value : values) {
            mean += value / values.length;
        }
        double squares = 0;
        double products = 0;
        for (int i = 0; i < values.length; i++) {
            squares += (values[i] - mean) * (values[i] - mean);
            if (i > 0) {
                products += (values[i] - mean) * (values[i - 1] - mean);
            }
        }
        return values.length < 3 || squares == 0 ? Double.NaN : products / squares;
    }

    /** Whether a lag-1 autocorrelation is more than chance: above what 95 % of independent series of this length have. */
    public static boolean isNotable(double lag1, int count) {
        return lag1 > ONE_SIDED_95 / Math.sqrt(count);
    }
}
