/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.bench.peers;

/**
 * A small re-entrant fab: Poisson arrivals, route A-B-A-B-A, one tool at each station, exponential times with one mean a station, first come
 * first served. Product form (Kelly): cycle time = sum over stations of visits x mean / (1 - load).
 */
final class ReentrantFab {
    /** Lots a minute. */
    static final double RATE = 0.25;

    static final int STEPS = 5;
    static final int STATIONS = 2;
    /** Mean process time of each station, minutes. Read only. */
    static final double[] MINUTES_AT = {1, 1.5};
    /** (3 x 1 + 2 x 1.5) / (1 - 0.75). */
    static final double CYCLE_TIME_MINUTES = 24;

    private ReentrantFab() {}

    static int stationOf(int step) {
        return step & 1;
    }

    /** Of each lot: its arrival and its process ends. */
    static long events(long lots) {
        return lots * (STEPS + 1);
    }
}
