/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.capacity;

import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.QualificationDefinition;
import org.fabtwin.core.line.definition.LineDefinition.StageDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * Expected E10 shares of a tool's calendar time at a given load. Breakdowns of tool and chambers multiply (a serial tool needs
 * each of its stages, a cluster counts by chambers); maintenance is subtracted. Overlaps of the two are neglected.
 *
 * @param unscheduled share lost to breakdowns.
 * @param scheduled share lost to maintenance.
 */
public record Availability(double unscheduled, double scheduled) {
    /** Share of calendar time in which the tool (of a cluster: its mean chamber) can work. */
    public double share() {
        return 1 - unscheduled - scheduled;
    }

    /**
     * @param busyShare share of calendar time in which the tool works: breakdowns that only run then depend on it.
     * @param wafersPerUs wafers through the tool: maintenance by wafer count depends on it.
     */
    static Availability at(ToolGroupDefinition group, double busyShare, double wafersPerUs) {
        double up = 0;
        for (int tool = 0; tool < group.count; tool++) {
            up += upShare(group, tool, busyShare) / group.count;
        }
        double scheduled = 0;
        for (MaintenanceDefinition maintenance : group.maintenance) {
            double perUs = maintenance.byWafers ? wafersPerUs * shareOfWafers(group, maintenance) : 1;
            scheduled += (Expected.of(maintenance.duration) + qualificationUs(maintenance.qualification))
                    * perUs
                    / Expected.of(maintenance.period)
                    * shareOfPlaces(group, maintenance);
        }
        return new Availability(1 - up, scheduled);
    }

    private static double qualificationUs(QualificationDefinition wafer) {
        if (wafer == null || wafer.enabled.value() == 0) {
            return 0;
        }
        return wafer.time.value() + (wafer.waits.value() == 0 ? 0 : Expected.of(wafer.delay));
    }

    private static double upShare(ToolGroupDefinition group, int tool, double busyShare) {
        double up = 1;
        for (BreakdownDefinition breakdown : group.breakdowns) {
            if (!breakdown.perChamber && has(breakdown, tool)) {
                up *= upShare(breakdown, busyShare);
            }
        }
        int chamber = tool * chambers(group);
        double stagesUp = 1;
        for (StageDefinition stage : group.stages) {
            double copiesUp = 0;
            for (int copy = 0; copy < stage.copies(); copy++) {
                double chamberUp = 1;
                for (BreakdownDefinition breakdown : group.breakdowns) {
                    if (breakdown.perChamber && has(breakdown, chamber)) {
                        chamberUp *= upShare(breakdown, busyShare);
                    }
                }
                copiesUp += chamberUp / stage.copies();
                chamber++;
            }
            stagesUp *= copiesUp;
        }
        return up * stagesUp;
    }

    private static boolean has(BreakdownDefinition breakdown, int place) {
        return breakdown.places.isEmpty() || breakdown.places.contains(place);
    }

    private static double upShare(BreakdownDefinition breakdown, double busyShare) {
        double failUs = Expected.of(breakdown.timeToFailure);
        double repairUs = Expected.of(breakdown.timeToRepair);
        return breakdown.busyTime ? 1 - busyShare * repairUs / failUs : failUs / (failUs + repairUs);
    }

    private static double shareOfPlaces(ToolGroupDefinition group, MaintenanceDefinition maintenance) {
        int places = group.count * (maintenance.perChamber ? chambers(group) : 1);
        return maintenance.places.isEmpty() ? 1 : (double) maintenance.places.size() / places;
    }

    /** Share of a tool's wafers that one chamber sees, where the chamber's count matters. */
    private static double shareOfWafers(ToolGroupDefinition group, MaintenanceDefinition maintenance) {
        return maintenance.perChamber ? (double) Math.max(1, group.stages.size()) / chambers(group) : 1;
    }

    /** Chambers of one tool; a tool without stages has one. */
    static int chambers(ToolGroupDefinition group) {
        int sum = 0;
        for (StageDefinition stage : group.stages) {
            sum += stage.copies();
        }
        return Math.max(1, sum);
    }
}
