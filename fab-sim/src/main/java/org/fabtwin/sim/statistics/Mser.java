/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.statistics;

/**
 * MSER-5: how much of a series to cut off as its transient (White, Cobb, Spratt 2000: A comparison of five steady-state truncation
 * heuristics for simulation). The series is averaged by fives; the cut is where the estimated error of the mean of what is left,
 * sum of squares / count^2, is least.
 */
public final class Mser {
    /** The cut lies in the second half: the series has not settled. */
    public static final int NOT_SETTLED = -1;

    private static final int BATCH = 5;
    /** Batches at the end before which the cut has to lie: the error of a handful of values means nothing. */
    private static final int LAST_BATCHES = 5;

    private Mser() {}

    /** Number of values to cut off, or {@link #NOT_SETTLED}. */
    public static int cut(double[] series) {
        final int count = series.length / BATCH;
        if (count <= 2 * LAST_BATCHES) {
            throw new IllegalArgumentException(
                    "a series needs more than " + 2 * LAST_BATCHES * BATCH + " values, not " + series.length);
        }
        final double[] means = new double[count];
        for (int i = 0; i < count * BATCH; i++) {
            means[i / BATCH] += series[i] / BATCH;
        }
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        // From the end, so that mean and sum of squares of the rest grow by one value a step (Welford).
        double mean = 0;
        double squares = 0;
        for (int cut = count - 1; cut >= 0; cut--) {
            final int rest = count - cut;
            final double difference = means[cut] - mean;
            mean += difference / rest;
            squares += difference * (means[cut] - mean);
            final double error = squares / ((double) rest * rest);
            if (rest >= LAST_BATCHES && error <= least) {
                least = error;
                best = cut;
            }
        }
        return best > count / 2 ? NOT_SETTLED : best * BATCH;
    }
}
