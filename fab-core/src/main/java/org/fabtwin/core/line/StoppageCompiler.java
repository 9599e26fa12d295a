/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.fabtwin.core.line.definition.LineDefinition.BreakdownDefinition;
import org.fabtwin.core.line.definition.LineDefinition.MaintenanceDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;
import org.fabtwin.core.random.Draws;

/** The part of {@link LineCompiler} that lays out breakdowns and maintenance. */
final class StoppageCompiler {
    /** Equipment that stops more often than each second would be down for nothing but the calendar. */
    private static final double SHORTEST_GAP_US = 1e6;

    private final LineCompiler line;
    private final List<int[]> processes = new ArrayList<>();
    private final List<Double> shares = new ArrayList<>();
    private final List<Long> keys = new ArrayList<>();
    private final Set<Long> distinctKeys = new LinkedHashSet<>();
    private final List<List<Integer>> placesOfItem = new ArrayList<>();

    private StoppageCompiler(LineCompiler line) {
        this.line = line;
    }

    static Stoppages compile(LineCompiler line) {
        return new StoppageCompiler(line).compile();
    }

    private Stoppages compile() {
        List<ToolGroupDefinition> groups = line.definition.toolGroups;
        int n = groups.stream()
                .mapToInt(g -> g.breakdowns.size() + g.maintenance.size())
                .sum();
        Stoppages table = new Stoppages(n);
        int[] firstItem = new int[groups.size() + 1];
        int item = 0;
        for (int g = 0; g < groups.size(); g++) {
            firstItem[g] = item;
            for (BreakdownDefinition from : groups.get(g).breakdowns) {
                breakdown(table, item++, g, from);
                placesOfItem.add(from.places);
            }
            for (MaintenanceDefinition from : groups.get(g).maintenance) {
                maintenance(table, item++, g, from);
                placesOfItem.add(from.places);
            }
        }
        firstItem[groups.size()] = item;
        ToolGroups tools = line.toolGroups;
        table.firstOfTool = new int[tools.toolTotal() + 1];
        table.hasBusyTime = new boolean[tools.toolTotal()];
        for (int tool = 0; tool < tools.toolTotal(); tool++) {
            table.firstOfTool[tool] = processes.size();
            int g = tools.groupOfTool(tool);
            for (int i = firstItem[g]; i < firstItem[g + 1]; i++) {
                addProcesses(table, i, tool, g);
                table.hasBusyTime[tool] |= table.busyTime[i];
            }
        }
        table.firstOfTool[tools.toolTotal()] = processes.size();
        table.item = processes.stream().mapToInt(row -> row[0]).toArray();
        table.tool = processes.stream().mapToInt(row -> row[1]).toArray();
        table.chamber = processes.stream().mapToInt(row -> row[2]).toArray();
        table.share = shares.stream().mapToDouble(Double::doubleValue).toArray();
        table.key = keys.stream().mapToLong(Long::longValue).toArray();
        chain(table);
        return table;
    }

    private void breakdown(Stoppages table, int item, int group, BreakdownDefinition from) {
        table.name[item] = from.name;
        table.toolGroup[item] = group;
        table.breakdown[item] = true;
        table.perChamber[item] = from.perChamber;
        table.busyTime[item] = from.busyTime;
        table.gap[item] = line.distributions.add(LineCompiler.atLeast(from.timeToFailure, SHORTEST_GAP_US));
        table.firstGap[item] = line.distributions.add(from.firstFailure);
        table.duration[item] = line.distributions.add(from.timeToRepair);
        table.period[item] = ParameterTable.NONE;
        table.seasoningWafers[item] = ParameterTable.NONE;
        table.firstOccurrence[item] = ParameterTable.NONE;
    }

    private void maintenance(Stoppages table, int item, int group, MaintenanceDefinition from) {
        table.name[item] = from.name;
        table.toolGroup[item] = group;
        table.perChamber[item] = from.perChamber;
        table.byWafers[item] = from.byWafers;
        table.redrawsOffset[item] = from.redrawsOffset;
        table.gap[item] = Distributions.NONE;
        table.firstGap[item] = Distributions.NONE;
        table.duration[item] = line.distributions.add(from.duration);
        table.period[item] =
                line.parameters.add(LineCompiler.atLeast(from.period, from.byWafers ? 1 : SHORTEST_GAP_US));
        table.seasoningWafers[item] = line.parameters.add(from.seasoningWafers);
        table.firstOccurrence[item] = line.parameters.add(from.firstOccurrence);
        if (from.qualification != null) {
            table.qualificationEnabled[item] = line.parameters.add(from.qualification.enabled);
            table.qualificationTime[item] = line.parameters.add(from.qualification.time);
            table.qualificationDelay[item] = line.parameters.add(from.qualification.delay);
            table.qualificationWaits[item] = line.parameters.add(from.qualification.waits);
        }
    }

    private void addProcesses(Stoppages table, int item, int tool, int group) {
        ToolGroups tools = line.toolGroups;
        int k = tool - tools.firstTool(group);
        int count = tools.toolCount(group);
        long itemKey = Draws.keyOf(table.name[item]);
        List<Integer> places = placesOfItem.get(item);
        if (!table.perChamber[item]) {
            if (!places.isEmpty() && !places.contains(k)) {
                return;
            }
            add(table, item, tool, -1, (k + 1.0) / count, Draws.subject(tools.toolKey(tool), itemKey));
            return;
        }
        int chambers = tools.chambersPerTool(group);
        for (int c = 0; c < chambers; c++) {
            if (!places.isEmpty() && !places.contains(k * chambers + c)) {
                continue;
            }
            int chamber = tools.firstChamber(tool) + c;
            boolean onlyCopy = tools.stageCopies(group, tools.stageOfChamber(chamber)) == 1;
            double share = (k * (double) chambers + c + 1) / ((double) count * chambers);
            long key = Draws.subject(Draws.keyOf(tools.chamberName(chamber)), itemKey);
            add(table, item, tool, onlyCopy ? -1 : chamber, share, key);
        }
    }

    private void add(Stoppages table, int item, int tool, int chamber, double share, long key) {
        LineCompiler.check(
                distinctKeys.add(key),
                "tool " + line.toolGroups.toolName(tool) + " has two breakdowns or maintenances named "
                        + table.name(item) + ": their draws would be the same");
        processes.add(new int[] {item, tool, chamber});
        shares.add(share);
        keys.add(key);
    }

    private void chain(Stoppages table) {
        table.firstOfChamber = new int[line.toolGroups.chamberTotal()];
        table.nextOfChamber = new int[table.item.length];
        Arrays.fill(table.firstOfChamber, -1);
        Arrays.fill(table.nextOfChamber, -1);
        for (int process = table.item.length - 1; process >= 0; process--) {
            int chamber = table.chamber[process];
            if (chamber >= 0) {
                table.nextOfChamber[process] = table.firstOfChamber[chamber];
                table.firstOfChamber[chamber] = process;
            }
        }
    }
}
