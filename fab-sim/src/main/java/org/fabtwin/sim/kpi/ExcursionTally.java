/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.Arrays;

/** How long excursions last, how many wafers feel them, and when a control chart of their chamber first tells. Single-threaded. */
final class ExcursionTally {
    private static final long NONE = Long.MIN_VALUE;
    private static final double HOUR_US = 3600e6;

    /** When the excursion of a chamber began, {@link #NONE} without or once it was detected. */
    private final long[] undetectedSinceUs;

    private long started;
    private long detected;
    private long detectionUs;
    private long ended;
    private long wafers;

    ExcursionTally(int chambers) {
        undetectedSinceUs = new long[chambers];
        Arrays.fill(undetectedSinceUs, NONE);
    }

    void onStarted(int chamber, long timeUs) {
        started++;
        undetectedSinceUs[chamber] = timeUs;
    }

    void onSignal(int chamber, long timeUs) {
        if (undetectedSinceUs[chamber] != NONE) {
            detected++;
            detectionUs += timeUs - undetectedSinceUs[chamber];
            undetectedSinceUs[chamber] = NONE;
        }
    }

    void onEnded(int chamber, int wafersThatFeltIt) {
        ended++;
        wafers += wafersThatFeltIt;
        undetectedSinceUs[chamber] = NONE;
    }

    RunFigures.Excursions figures() {
        return new RunFigures.Excursions(
                started,
                detected,
                detected == 0 ? null : detectionUs / HOUR_US / detected,
                ended == 0 ? null : (double) wafers / ended);
    }
}
