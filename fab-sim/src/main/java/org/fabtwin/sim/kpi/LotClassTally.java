/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

/** What one lot class completed after the warm-up. */
final class LotClassTally {
    private final CycleTimes cycleTimes = new CycleTimes();
    private long completed;
    private long withDueDate;
    private long onTime;
    private long flowFactors;
    private double flowFactorSum;

    /** @param dueUs {@link Long#MAX_VALUE} for none; negative for a lot that was late at the origin. */
    void onCompleted(long timeUs, long dueUs) {
        completed++;
        if (dueUs != Long.MAX_VALUE) {
            withDueDate++;
            if (timeUs <= dueUs) {
                onTime++;
            }
        }
    }

    /** @param zeroLoadUs of the lot's product, 0 when unknown. */
    void onCycleTime(long cycleTimeUs, long zeroLoadUs) {
        cycleTimes.add(cycleTimeUs);
        if (zeroLoadUs > 0) {
            flowFactors++;
            flowFactorSum += (double) cycleTimeUs / zeroLoadUs;
        }
    }

    RunFigures.LotClass figures(long waferStepsDone) {
        return new RunFigures.LotClass(
                completed,
                cycleTimes.inDays(),
                withDueDate == 0 ? null : 100.0 * onTime / withDueDate,
                flowFactors == 0 ? null : flowFactorSum / flowFactors,
                waferStepsDone);
    }
}
