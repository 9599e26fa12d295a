/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import org.fabtwin.core.line.definition.LineDefinition.HandlingDefinition;
import org.fabtwin.core.line.definition.LineDefinition.ToolGroupDefinition;

/**
 * What moves wafers between carrier and chamber: ports, front end, load locks and robot of each tool group. Immutable. Times are
 * ids of parameters. Ports, locks and slots are numbered through the line, those of a tool one after another.
 */
public final class Handling {
    /** Places beside the chambers of a tool without locks, where wafers are handed over at atmosphere. */
    private static final int SPARE_PLACES = 4;

    private final int handOff;
    private final boolean[] detailed;
    private final int[] arms;
    private final int[] frontArms;
    private final int[] locks;
    private final int[] slots;
    private final int[] ports;
    private final int[] action;
    private final int[] frontAction;
    private final int[] pump;
    private final int[] vent;
    private final int[] extraLatency;
    private final int[] portExchange;
    private final int[][] stageOffset;
    private int[] firstPort;
    private int[] firstLock;
    private int[] firstSlot;
    private boolean anyDetailed;

    Handling(int groups, int handOff) {
        this.handOff = handOff;
        detailed = new boolean[groups];
        arms = new int[groups];
        frontArms = new int[groups];
        locks = new int[groups];
        slots = new int[groups];
        ports = new int[groups];
        action = new int[groups];
        frontAction = new int[groups];
        pump = new int[groups];
        vent = new int[groups];
        extraLatency = new int[groups];
        portExchange = new int[groups];
        stageOffset = new int[groups][];
    }

    void add(int group, ToolGroupDefinition from, ParameterTable.Collector parameters) {
        HandlingDefinition handling = from.handling;
        boolean robot = from.kind == ToolKind.CLUSTER || from.kind == ToolKind.SERIAL;
        LineCompiler.check(
                !from.detailed || robot,
                "tool group " + from.name + " is detailed, which cluster and serial tools can be");
        LineCompiler.check(
                handling.arms == 1 || handling.arms == 2,
                "tool group " + from.name + " has a robot of " + handling.arms + " arms, 1 or 2 expected");
        LineCompiler.check(
                handling.frontArms == 1 || handling.frontArms == 2,
                "tool group " + from.name + " has a front end of " + handling.frontArms + " arms, 1 or 2 expected");
        LineCompiler.check(
                handling.locks >= 0 && handling.slots >= 1,
                "tool group " + from.name + " has " + handling.locks + " locks of " + handling.slots + " slots");
        detailed[group] = from.detailed;
        anyDetailed |= from.detailed;
        arms[group] = handling.arms;
        frontArms[group] = handling.frontArms;
        locks[group] = handling.locks;
        slots[group] = handling.slots;
        ports[group] = from.loadPorts;
        portExchange[group] = parameters.add(from.portExchangeTime);
        action[group] = from.detailed ? parameters.add(handling.action) : ParameterTable.NONE;
        frontAction[group] = from.detailed ? parameters.add(handling.frontAction) : ParameterTable.NONE;
        pump[group] = from.detailed ? parameters.add(handling.pump) : ParameterTable.NONE;
        vent[group] = from.detailed ? parameters.add(handling.vent) : ParameterTable.NONE;
        extraLatency[group] = from.detailed ? parameters.add(handling.extraLatency) : ParameterTable.NONE;
    }

    /** Numbers ports, locks and slots when all groups and tools are known. */
    void number(ToolGroups groups) {
        int tools = groups.toolTotal();
        firstPort = new int[tools + 1];
        firstLock = new int[tools + 1];
        firstSlot = new int[tools + 1];
        for (int group = 0; group < groups.size(); group++) {
            stageOffset[group] = new int[groups.stageCount(group) + 1];
            for (int stage = 0; stage < groups.stageCount(group); stage++) {
                stageOffset[group][stage + 1] = stageOffset[group][stage] + groups.stageCopies(group, stage);
            }
            if (detailed[group] && locks[group] == 0) {
                slots[group] = groups.chambersPerTool(group) + SPARE_PLACES;
            }
        }
        for (int tool = 0; tool < tools; tool++) {
            int group = groups.groupOfTool(tool);
            int itsLocks = detailed[group] ? Math.max(1, locks[group]) : 0;
            firstPort[tool + 1] = firstPort[tool] + ports[group];
            firstLock[tool + 1] = firstLock[tool] + itsLocks;
            firstSlot[tool + 1] = firstSlot[tool] + itsLocks * slots[group];
        }
    }

    /** Code of {@link HandOff}. */
    public int handOff() {
        return handOff;
    }

    /** Whether the group's tools work move by move. */
    public boolean isDetailed(int group) {
        return detailed[group];
    }

    public boolean anyDetailed() {
        return anyDetailed;
    }

    /** Arms of the robot that serves the chambers. */
    public int arms(int group) {
        return arms[group];
    }

    public int frontArms(int group) {
        return frontArms[group];
    }

    /** Load locks of a tool; 0: hand-over at atmosphere, in one place of so many {@link #slots}. */
    public int locks(int group) {
        return locks[group];
    }

    /** Wafers of a lock. */
    public int slots(int group) {
        return slots[group];
    }

    /** Load ports of a tool, 0 = without limit. */
    public int ports(int group) {
        return ports[group];
    }

    public int action(int group) {
        return action[group];
    }

    public int frontAction(int group) {
        return frontAction[group];
    }

    public int pump(int group) {
        return pump[group];
    }

    public int vent(int group) {
        return vent[group];
    }

    public int extraLatency(int group) {
        return extraLatency[group];
    }

    public int portExchange(int group) {
        return portExchange[group];
    }

    /** Chambers of a tool before those of a stage. */
    public int stageOffset(int group, int stage) {
        return stageOffset[group][stage];
    }

    /** First port of a tool; the next tool's first is its end. */
    public int firstPort(int tool) {
        return firstPort[tool];
    }

    public int firstLock(int tool) {
        return firstLock[tool];
    }

    public int firstSlot(int tool) {
        return firstSlot[tool];
    }
}
