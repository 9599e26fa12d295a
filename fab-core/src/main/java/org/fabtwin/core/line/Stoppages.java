/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.line;

import java.util.Arrays;

/**
 * What stops equipment: items (a breakdown or a maintenance of a group) and their processes, one per tool or chamber that an
 * item concerns. A chamber that is the only copy of its stage has no process of its own: its stops are the tool's. Immutable.
 */
public final class Stoppages {
    final String[] name;
    final int[] toolGroup;
    final boolean[] breakdown;
    final boolean[] perChamber;
    final boolean[] byWafers;
    final boolean[] busyTime;
    final boolean[] redrawsOffset;
    final int[] gap;
    final int[] firstGap;
    final int[] duration;
    final int[] period;
    final int[] seasoningWafers;
    final int[] firstOccurrence;
    final int[] qualificationEnabled;
    final int[] qualificationTime;
    final int[] qualificationDelay;
    final int[] qualificationWaits;
    int[] item;
    int[] tool;
    int[] chamber;
    double[] share;
    long[] key;
    int[] firstOfTool;
    boolean[] hasBusyTime;
    int[] firstOfChamber;
    int[] nextOfChamber;

    Stoppages(int n) {
        name = new String[n];
        toolGroup = new int[n];
        breakdown = new boolean[n];
        perChamber = new boolean[n];
        byWafers = new boolean[n];
        busyTime = new boolean[n];
        redrawsOffset = new boolean[n];
        gap = new int[n];
        firstGap = new int[n];
        duration = new int[n];
        period = new int[n];
        seasoningWafers = new int[n];
        firstOccurrence = new int[n];
        qualificationEnabled = new int[n];
        qualificationTime = new int[n];
        qualificationDelay = new int[n];
        qualificationWaits = new int[n];
        Arrays.fill(qualificationTime, ParameterTable.NONE);
    }

    public int itemCount() {
        return name.length;
    }

    public String name(int item) {
        return name[item];
    }

    public int toolGroup(int item) {
        return toolGroup[item];
    }

    public boolean isBreakdown(int item) {
        return breakdown[item];
    }

    public boolean isPerChamber(int item) {
        return perChamber[item];
    }

    public boolean isByWafers(int item) {
        return byWafers[item];
    }

    /** Whether time to failure runs only while the tool is productive. */
    public boolean isBusyTime(int item) {
        return busyTime[item];
    }

    /** Whether chambers come back from it with another offset. */
    public boolean redrawsOffset(int item) {
        return redrawsOffset[item];
    }

    /** Distribution id of the time to failure. */
    public int gap(int item) {
        return gap[item];
    }

    /** Distribution id of the time to the first failure, NONE = like any other. */
    public int firstGap(int item) {
        return firstGap[item];
    }

    /** Distribution id of repair or maintenance time. */
    public int duration(int item) {
        return duration[item];
    }

    /** Parameter id of a maintenance period: microseconds or wafers. */
    public int period(int item) {
        return period[item];
    }

    /** Parameter id, NONE = no seasoning. */
    public int seasoningWafers(int item) {
        return seasoningWafers[item];
    }

    /** Parameter id of the last tool's first occurrence, NONE = the period. */
    public int firstOccurrence(int item) {
        return firstOccurrence[item];
    }

    /** Whether its chambers process a qualification wafer after it; only then have the four parameters below a value. */
    public boolean hasQualification(int item) {
        return qualificationTime[item] != ParameterTable.NONE;
    }

    /** Parameter id: 1, or 0 for no wafer. */
    public int qualificationEnabled(int item) {
        return qualificationEnabled[item];
    }

    /** Parameter id of the wafer's time in the chamber. */
    public int qualificationTime(int item) {
        return qualificationTime[item];
    }

    /** Parameter id of the time from then to its result. */
    public int qualificationDelay(int item) {
        return qualificationDelay[item];
    }

    /** Parameter id: 1 = no product before the result, 0 = products meanwhile. */
    public int qualificationWaits(int item) {
        return qualificationWaits[item];
    }

    public int processCount() {
        return item.length;
    }

    public int item(int process) {
        return item[process];
    }

    public int tool(int process) {
        return tool[process];
    }

    /** The chamber that a process stops, -1 = the whole tool. */
    public int chamber(int process) {
        return chamber[process];
    }

    /** Share of the first occurrence that this process waits: k/n for the k-th of n, so that a group does not stop at once. */
    public double share(int process) {
        return share[process];
    }

    /** Identity in draws. */
    public long key(int process) {
        return key[process];
    }

    /** First process of a tool; its processes are consecutive up to the next tool's first. */
    public int firstOfTool(int toolId) {
        return firstOfTool[toolId];
    }

    /** Whether a process of the tool {@linkplain #isBusyTime counts productive time}. */
    public boolean hasBusyTime(int toolId) {
        return hasBusyTime[toolId];
    }

    /** Whether any tool has such a process. */
    public boolean hasBusyTime() {
        for (boolean has : hasBusyTime) {
            if (has) {
                return true;
            }
        }
        return false;
    }

    /** First process of a chamber, -1 = none; {@link #nextOfChamber} leads on. */
    public int firstOfChamber(int chamberId) {
        return firstOfChamber[chamberId];
    }

    public int nextOfChamber(int process) {
        return nextOfChamber[process];
    }
}
