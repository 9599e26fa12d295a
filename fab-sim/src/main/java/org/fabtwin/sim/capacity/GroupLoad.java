/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.SetupTimeDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StepDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/** Adds up what the releases ask of one tool group. Rates are per microsecond, of the whole group. */
final class GroupLoad {
    private final ToolGroupDefinition group;
    private final SetupTimes setups;
    private double wafers;
    private double busyTools;
    private double aloneUs;
    private double processBound;
    private double carrierSize;
    private double visitingCarriers;

    GroupLoad(ToolGroupDefinition group, Iterable<SetupTimeDefinition> setupTimes) {
        this.group = group;
        setups = new SetupTimes(group, setupTimes);
    }

    /**
     * @param carriers carriers (lot mode: lots) per microsecond that come to the step.
     * @param size wafers of each.
     * @param visits expected visits of a wafer (lot mode: of a lot).
     * @param alone raw process time of one wafer, microseconds.
     */
    void add(
            StepDefinition step,
            RecipeTime time,
            double carriers,
            int size,
            double visits,
            double alone,
            boolean lotMode) {
        double visitedWafers = carriers * size * visits;
        if (visitedWafers == 0) {
            return;
        }
        double share = Expected.of(step.sampling, 1);
        double starts = carriers * visits;
        double wafersOfStart = size;
        if (!lotMode && share < 1) {
            // A carrier comes when at least one of its wafers is drawn, and only those are worked on.
            starts *= (1 - StrictMath.pow(1 - share, size)) / share;
            wafersOfStart = visitedWafers / starts;
        }
        double carriersOfBatch = group.kind == ToolKind.BATCH ? Math.max(1, step.batchMaximum / size) : 1;
        wafers += visitedWafers;
        visitingCarriers += starts;
        busyTools += starts * time.occupationUs(wafersOfStart) / carriersOfBatch;
        aloneUs += visitedWafers * alone;
        processBound += time.isProcessBound() ? visitedWafers : 0;
        carrierSize += visitedWafers * size;
        setups.add(step, starts / carriersOfBatch);
    }

    ToolGroupDefinition group() {
        return group;
    }

    /** Wafers of products and monitors, without seasoning wafers. */
    double wafers() {
        return wafers;
    }

    /** Tool time of a wafer, mean over the visits. */
    double perWaferUs() {
        return wafers == 0 ? 0 : busyTools / wafers;
    }

    double meanAloneUs() {
        return wafers == 0 ? 0 : aloneUs / wafers;
    }

    double processBoundShare() {
        return wafers == 0 ? 0 : processBound / wafers;
    }

    double meanCarrierSize() {
        // Rounded, so that carriers of 5 are carriers of 5 whatever the order of the sums.
        return wafers == 0 ? 0 : StrictMath.rint(carrierSize / wafers * 1e9) / 1e9;
    }

    /** Wafers that a carrier brings to be worked on: of a sampled step fewer than it holds. */
    double meanWafersPerVisit() {
        return visitingCarriers == 0 ? 0 : wafers / visitingCarriers;
    }

    double setupTools() {
        return setups.tools();
    }

    /** Seasoning wafers per wafer, behind maintenance that counts wafers. */
    double seasoningPerWafer() {
        double sum = 0;
        for (MaintenanceDefinition maintenance : group.maintenance) {
            if (maintenance.byWafers) {
                sum += Expected.of(maintenance.seasoningWafers) / Expected.of(maintenance.period);
            }
        }
        return sum;
    }

    /** Seasoning wafers of one tool per microsecond, behind maintenance by the calendar. */
    double seasoningPerToolUs() {
        double sum = 0;
        for (MaintenanceDefinition maintenance : group.maintenance) {
            if (!maintenance.byWafers) {
                sum += Expected.of(maintenance.seasoningWafers)
                        / Expected.of(maintenance.period)
                        * (maintenance.perChamber ? Availability.chambers(group) : 1);
            }
        }
        return sum;
    }
}
