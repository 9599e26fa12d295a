/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.Arrays;

/** Cycle times of one lot class, all kept, so that its quantiles are exact. */
final class CycleTimes {
    private static final double DAY_US = 86_400e6;

    private long[] valuesUs = new long[1024];
    private int count;
    // Exact: 9e18 us are 290,000 lot-years.
    private long sumUs;

    void add(long cycleTimeUs) {
        if (count == valuesUs.length) {
            valuesUs = Arrays.copyOf(valuesUs, 2 * count);
        }
        valuesUs[count++] = cycleTimeUs;
        sumUs += cycleTimeUs;
    }

    RunFigures.CycleTimeDays inDays() {
        if (count == 0) {
            return new RunFigures.CycleTimeDays(null, null, null);
        }
        final long[] sortedUs = Arrays.copyOf(valuesUs, count);
        Arrays.sort(sortedUs);
        return new RunFigures.CycleTimeDays(
                (double) sumUs / count / DAY_US,
                quantileUs(sortedUs, 0.5) / DAY_US,
                quantileUs(sortedUs, 0.95) / DAY_US);
    }

    /** Type 7 of Hyndman and Fan (1996), the default of R and NumPy: linear between order statistics. */
    static double quantileUs(long[] sortedUs, double share) {
        final double rank = share * (sortedUs.length - 1);
        final int below = (int) rank;
        final int above = Math.min(below + 1, sortedUs.length - 1);
        return sortedUs[below] + (rank - below) * (sortedUs[above] - sortedUs[below]);
    }
}
