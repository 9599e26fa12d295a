/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

/** Number of things in the line over time: at the warm-up's end, now, and its time average since the warm-up's end. */
final class WorkInProcess {
    private long warmupUs;
    private boolean measuring;
    private long atStart;
    private long now;
    private long sinceUs;
    private double areaUs;

    WorkInProcess(long warmupUs) {
        this.warmupUs = warmupUs;
    }

    /** Forgets the average so far: the warm-up ends here. */
    void measureFrom(long fromUs) {
        warmupUs = fromUs;
        measuring = false;
        areaUs = 0;
    }

    void change(long timeUs, int by) {
        if (timeUs > warmupUs) {
            accountUntil(timeUs);
        }
        now += by;
    }

    private void accountUntil(long timeUs) {
        if (!measuring) {
            measuring = true;
            atStart = now;
            sinceUs = warmupUs;
        }
        areaUs += (double) now * (timeUs - sinceUs);
        sinceUs = timeUs;
    }

    long atStart() {
        return measuring ? atStart : now;
    }

    long now() {
        return now;
    }

    /** Time average from the warm-up's end to {@code endUs}, null when that is no time. */
    Double mean(long endUs) {
        if (endUs <= warmupUs) {
            return null;
        }
        final long fromUs = measuring ? sinceUs : warmupUs;
        return (areaUs + (double) now * (endUs - fromUs)) / (endUs - warmupUs);
    }
}
