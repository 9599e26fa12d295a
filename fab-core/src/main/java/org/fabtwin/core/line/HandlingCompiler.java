/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import org.fabtwin.core.line.definition.LineDefinition.HandlingDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/** Fills {@link Handling}: group after group, then the numbers of ports, locks and slots. */
final class HandlingCompiler {
    /** Places beside the chambers of a tool without locks, where wafers are handed over at atmosphere. */
    private static final int SPARE_PLACES = 4;

    private final Handling table;

    HandlingCompiler(int groups, int handOff) {
        table = new Handling(groups, handOff);
    }

    void add(int group, ToolGroupDefinition from, ParameterTable.Collector parameters) {
        HandlingDefinition handling = from.handling;
        check(
                !from.detailed || from.kind == ToolKind.CLUSTER || from.kind == ToolKind.SERIAL,
                from,
                "is detailed, which cluster and serial tools can be");
        int chambers = from.stages.stream().mapToInt(stage -> stage.copies()).sum();
        check(
                !from.detailed || chambers <= ChamberSets.MOST_CHAMBERS,
                from,
                "is detailed and has " + chambers + " chambers a tool: at most " + ChamberSets.MOST_CHAMBERS
                        + " possible");
        check(
                !from.detailed || handling.locks <= Handling.MOST_LOCKS,
                from,
                "is detailed and has " + handling.locks + " load locks a tool: at most " + Handling.MOST_LOCKS
                        + " possible");
        check(isOneOrTwo(handling.arms), from, "has a robot of " + handling.arms + " arms, 1 or 2 expected");
        check(
                isOneOrTwo(handling.frontArms),
                from,
                "has a front end of " + handling.frontArms + " arms, 1 or 2 expected");
        check(
                handling.locks >= 0 && handling.slots >= 1,
                from,
                "has " + handling.locks + " locks of " + handling.slots + " slots");
        table.detailed[group] = from.detailed;
        table.anyDetailed |= from.detailed;
        table.arms[group] = handling.arms;
        table.frontArms[group] = handling.frontArms;
        table.locks[group] = handling.locks;
        table.slots[group] = handling.slots;
        check(from.bufferCarriers >= 0, from, "holds " + from.bufferCarriers + " carriers inside");
        table.ports[group] = from.loadPorts;
        table.placesInside[group] = from.bufferCarriers;
        table.portExchange[group] = parameters.add(from.portExchangeTime);
        HandlingDefinition times = from.detailed ? handling : new HandlingDefinition();
        table.action[group] = parameters.add(times.action);
        table.frontAction[group] = parameters.add(times.frontAction);
        table.pump[group] = parameters.add(times.pump);
        table.vent[group] = parameters.add(times.vent);
        table.extraLatency[group] = parameters.add(times.extraLatency);
    }

    private static boolean isOneOrTwo(int arms) {
        return arms == 1 || arms == 2;
    }

    private static void check(boolean holds, ToolGroupDefinition group, String message) {
        LineCompiler.check(holds, "tool group " + group.name + " " + message);
    }

    /** Numbers ports, locks and slots when all groups and tools are known. */
    Handling finish(ToolGroups groups) {
        int tools = groups.toolTotal();
        table.firstPort = new int[tools + 1];
        table.firstLock = new int[tools + 1];
        table.firstSlot = new int[tools + 1];
        for (int group = 0; group < groups.size(); group++) {
            table.stageOffset[group] = new int[groups.stageCount(group) + 1];
            for (int stage = 0; stage < groups.stageCount(group); stage++) {
                table.stageOffset[group][stage + 1] =
                        table.stageOffset[group][stage] + groups.stageCopies(group, stage);
            }
            if (table.detailed[group] && table.locks[group] == 0) {
                table.slots[group] = groups.chambersPerTool(group) + SPARE_PLACES;
            }
        }
        for (int tool = 0; tool < tools; tool++) {
            int group = groups.groupOfTool(tool);
            int locks = table.detailed[group] ? Math.max(1, table.locks[group]) : 0;
            table.firstPort[tool + 1] = table.firstPort[tool] + table.ports[group];
            table.firstLock[tool + 1] = table.firstLock[tool] + locks;
            table.firstSlot[tool + 1] = table.firstSlot[tool] + locks * table.slots[group];
        }
        return table;
    }
}
