/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.experiment;

import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import org.fabtwin.sim.kpi.LineSeries;
import org.fabtwin.sim.run.RunPlan;
import org.fabtwin.sim.run.SimulatedDays;
import org.fabtwin.sim.statistics.Mser;

/**
 * A warm-up found by pilot runs: MSER-5 on the lots in process and on the flow factor of the completed lots, each the mean of the
 * pilots in 1,000 intervals of the run; the longer of the two cuts. Cycle times settle after the WIP does: the lots of the time in
 * which the line filled have yet to leave.
 *
 * @param us simulated time to cut off.
 * @param reason in words: what it follows from, or why there is none.
 * @param isFound false: the line has not settled within the first half of the run, or nothing was completed.
 */
public record Warmup(long us, String reason, boolean isFound) {
    /** Pilots of a study: its first replications. */
    public static final int PILOTS = 5;

    /** What the reason of a warm-up that was found begins with. */
    public static final String FOUND = "MSER-5: ";

    private static final int INTERVALS = 1000;

    /**
     * Runs the pilots, plans of one line and length.
     *
     * @return null when it was stopped.
     */
    public static Warmup find(List<RunPlan> pilots, BooleanSupplier isStopped) {
        final long endUs = pilots.get(0).endUs();
        final LineSeries series = new LineSeries(endUs, INTERVALS);
        final ReplicationRunner runner = new ReplicationRunner(isStopped);
        for (final RunPlan pilot : pilots) {
            if (!runner.read(pilot, series)) {
                return null;
            }
            series.endRun();
        }
        final String from = pilots.size() == 1 ? "" : ", mean of " + pilots.size() + " pilot runs";
        if (series.completions() == 0) {
            return new Warmup(0, "no lot was completed in " + SimulatedDays.text(endUs), false);
        }
        final int wip = Mser.cut(series.lotsInProcess());
        final int flow = Mser.cut(series.flowFactors());
        if (wip == Mser.NOT_SETTLED || flow == Mser.NOT_SETTLED) {
            return new Warmup(
                    0,
                    (wip == Mser.NOT_SETTLED ? "the WIP" : "the flow factor") + " has not settled in the first half of "
                            + SimulatedDays.text(endUs) + " (MSER-5" + from + "): the run is too short, or the line is "
                            + "overloaded ('fab capacity' tells)",
                    false);
        }
        final long intervalUs = series.intervalUs();
        return new Warmup(
                Math.max(wip, flow) * intervalUs,
                String.format(
                        Locale.ROOT,
                        FOUND + "WIP settles after %s, flow factor after %s%s",
                        SimulatedDays.text(wip * intervalUs),
                        SimulatedDays.text(flow * intervalUs),
                        from),
                true);
    }
}
