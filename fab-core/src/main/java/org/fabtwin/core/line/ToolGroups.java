/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;

/** Tool groups, their tools and chambers. Immutable; ids are consecutive: tools group after group, chambers tool after tool. */
public final class ToolGroups {
    final String[] name;
    final String[] area;
    final int[] kind;
    final int[] firstTool;
    final int[] toolCount;
    final int[] location;
    final int[][] criteria;
    /** By group and criterion. */
    final int[][] rankOf;

    /** See {@link #queueOrder}. */
    final long[] queueOrder;

    final boolean[] rankedByQueue;
    final boolean[] rankedBySetupAlone;
    final boolean[] anyToolForFirst;
    final boolean[] hasSetups;
    final int[] stageCount;
    final int[][] stageCopies;
    final String[][] stageName;
    final int[] chambersPerTool;
    final int[] exchangeTime;
    final int[] feedInterval;
    final int[] entryTime;
    final int[] exitTime;
    final int[] lagTime;
    final int[] transferTime;
    final int[] setupTime;
    String[] toolName;
    int[] groupOfTool;
    int[] firstChamber;
    int[] toolOfChamber;
    int[] stageOfChamber;
    String[] chamberName;
    long[] toolKey;

    ToolGroups(int n) {
        name = new String[n];
        area = new String[n];
        kind = new int[n];
        firstTool = new int[n];
        toolCount = new int[n];
        location = new int[n];
        criteria = new int[n][];
        rankOf = new int[n][Criterion.names().size()];
        for (int[] ranks : rankOf) {
            Arrays.fill(ranks, -1);
        }
        queueOrder = new long[n];
        rankedByQueue = new boolean[n];
        rankedBySetupAlone = new boolean[n];
        anyToolForFirst = new boolean[n];
        hasSetups = new boolean[n];
        stageCount = new int[n];
        stageCopies = new int[n][];
        stageName = new String[n][];
        chambersPerTool = new int[n];
        exchangeTime = new int[n];
        feedInterval = new int[n];
        entryTime = new int[n];
        exitTime = new int[n];
        lagTime = new int[n];
        transferTime = new int[n];
        setupTime = new int[n];
    }

    public int size() {
        return name.length;
    }

    public String name(int group) {
        return name[group];
    }

    public String area(int group) {
        return area[group];
    }

    /** Code of {@link ToolKind}. */
    public int kind(int group) {
        return kind[group];
    }

    public int firstTool(int group) {
        return firstTool[group];
    }

    public int toolCount(int group) {
        return toolCount[group];
    }

    public int location(int group) {
        return location[group];
    }

    /** Number of criteria, the implied last one (FIFO) not counted. */
    public int criteriaCount(int group) {
        return criteria[group].length;
    }

    /** Code of {@link Criterion}, most important first. */
    public int criterion(int group, int rank) {
        return criteria[group][rank];
    }

    /**
     * The first criteria, those that keep their value while a carrier waits, up to FIFO: the queue is kept in their order. A byte
     * each, the first in the lowest: code + 1; 0 behind the last.
     */
    public long queueOrder(int group) {
        return queueOrder[group];
    }

    /** Whether the order in which the queue is kept is the order in which the group chooses. */
    public boolean isRankedByQueue(int group) {
        return rankedByQueue[group];
    }

    /** Whether, beyond the order of the queue, only the setup counts. */
    public boolean isRankedBySetupAlone(int group) {
        return rankedBySetupAlone[group];
    }

    /** Whether tools and chambers are chosen by what the loops expect of them. */
    public boolean isRankedByOutcome(int group) {
        return rankOf(group, Criterion.PREDICTED_OUTCOME) >= 0;
    }

    /** Rank of a criterion, -1 where the group does not have it. */
    public int rankOf(int group, int wanted) {
        return rankOf[group][wanted];
    }

    /** Whether the first carrier of the queue starts on any idle tool: nothing else could be chosen. */
    public boolean isAnyToolForFirst(int group) {
        return anyToolForFirst[group];
    }

    /** Whether a step of the group asks for a setup. */
    public boolean hasSetups(int group) {
        return hasSetups[group];
    }

    public int stageCount(int group) {
        return stageCount[group];
    }

    public int stageCopies(int group, int stage) {
        return stageCopies[group][stage];
    }

    public int chambersPerTool(int group) {
        return chambersPerTool[group];
    }

    /** Parameter ids of times; see {@code LineDefinition.ToolGroupDefinition}. */
    public int exchangeTime(int group) {
        return exchangeTime[group];
    }

    public int feedInterval(int group) {
        return feedInterval[group];
    }

    public int entryTime(int group) {
        return entryTime[group];
    }

    public int exitTime(int group) {
        return exitTime[group];
    }

    public int lagTime(int group) {
        return lagTime[group];
    }

    public int transferTime(int group) {
        return transferTime[group];
    }

    public int setupTime(int group) {
        return setupTime[group];
    }

    public int toolTotal() {
        return toolName.length;
    }

    public String toolName(int tool) {
        return toolName[tool];
    }

    public int groupOfTool(int tool) {
        return groupOfTool[tool];
    }

    /** Identity of a tool in draws: a hash of its name, so that it stays when other tools are added. */
    public long toolKey(int tool) {
        return toolKey[tool];
    }

    /** The tool with this name, -1 when there is none. Linear. */
    public int toolOf(String wanted) {
        for (int tool = 0; tool < toolName.length; tool++) {
            if (toolName[tool].equals(wanted)) {
                return tool;
            }
        }
        return -1;
    }

    /** The group with this name, -1 when there is none. Linear. */
    public int groupOf(String wanted) {
        for (int group = 0; group < name.length; group++) {
            if (name[group].equals(wanted)) {
                return group;
            }
        }
        return -1;
    }

    public int firstChamber(int tool) {
        return firstChamber[tool];
    }

    public int chamberTotal() {
        return chamberName.length;
    }

    public String chamberName(int chamber) {
        return chamberName[chamber];
    }

    public int toolOfChamber(int chamber) {
        return toolOfChamber[chamber];
    }

    public int stageOfChamber(int chamber) {
        return stageOfChamber[chamber];
    }
}
