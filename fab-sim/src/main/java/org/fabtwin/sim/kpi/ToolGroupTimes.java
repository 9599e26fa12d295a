/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.sim.kpi;

import java.util.Arrays;
import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.sim.event.HeaderLine;

/**
 * Where the time of each tool group's chambers went since the warm-up's end: up, breakdown, maintenance, setup. A chamber
 * counts as its tool while the tool is not up. A tool without chambers of its own is its one chamber.
 */
final class ToolGroupTimes {
    static final int UP = 0;
    static final int BREAKDOWN = 1;
    static final int MAINTENANCE = 2;
    static final int SETUP = 3;
    private static final int KINDS = 4;

    private final HeaderLine line;
    private long warmupUs;
    private final byte[] kindOfTool;
    private final byte[] kindOfChamber;
    private final int[] firstChamberOfTool;
    private final int[] toolOfChamber;
    // The kind that counts for a chamber, and since when.
    private final byte[] kindInForce;
    private final long[] sinceUs;
    private final long[] timeUs;

    ToolGroupTimes(HeaderLine line, long warmupUs) {
        this.line = line;
        this.warmupUs = warmupUs;
        final int chambers = line.chamberCount();
        kindOfTool = new byte[line.toolCount()];
        kindOfChamber = new byte[chambers];
        kindInForce = new byte[chambers];
        toolOfChamber = new int[chambers];
        sinceUs = new long[chambers];
        Arrays.fill(sinceUs, warmupUs);
        timeUs = new long[line.toolGroups().size() * KINDS];
        // Chambers are numbered tool after tool.
        firstChamberOfTool = new int[kindOfTool.length + 1];
        for (int chamber = 0; chamber < chambers; chamber++) {
            toolOfChamber[chamber] = line.toolOfChamber(chamber);
            firstChamberOfTool[toolOfChamber[chamber] + 1] = chamber + 1;
        }
    }

    /** E10 state and cause to the kind of time that they are. */
    static int kindOf(int e10State, int cause) {
        if (e10State == E10State.UNSCHEDULED_DOWN.value()) {
            return BREAKDOWN;
        }
        if (e10State == E10State.SCHEDULED_DOWN.value()) {
            return cause == StateCause.SETUP.value() ? SETUP : MAINTENANCE;
        }
        return UP;
    }

    /** Forgets the times so far: the warm-up ends here. */
    void measureFrom(long fromUs) {
        warmupUs = fromUs;
        Arrays.fill(sinceUs, fromUs);
        Arrays.fill(timeUs, 0);
    }

    void onTool(int tool, int kind, long atUs) {
        if (kindOfTool[tool] == kind) {
            return;
        }
        kindOfTool[tool] = (byte) kind;
        final int end = firstChamberOfTool[tool + 1];
        for (int chamber = firstChamberOfTool[tool]; chamber < end; chamber++) {
            putInForce(chamber, atUs);
        }
    }

    void onChamber(int chamber, int kind, long atUs) {
        if (kindOfChamber[chamber] != kind) {
            kindOfChamber[chamber] = (byte) kind;
            putInForce(chamber, atUs);
        }
    }

    private void putInForce(int chamber, long atUs) {
        final int tool = toolOfChamber[chamber];
        final byte kind = kindOfTool[tool] != UP ? kindOfTool[tool] : kindOfChamber[chamber];
        if (kind == kindInForce[chamber]) {
            return;
        }
        if (atUs > warmupUs) {
            timeUs[line.groupOfTool(tool) * KINDS + kindInForce[chamber]] += atUs - sinceUs[chamber];
            sinceUs[chamber] = atUs;
        }
        kindInForce[chamber] = kind;
    }

    /**
     * Chamber times of all groups until {@code endUs}: element {@code group * 4 + kind}. What is going on at the end is
     * counted until then.
     */
    long[] timesUs(long endUs) {
        final long[] sum = timeUs.clone();
        if (endUs > warmupUs) {
            for (int chamber = 0; chamber < sinceUs.length; chamber++) {
                sum[line.groupOfTool(toolOfChamber[chamber]) * KINDS + kindInForce[chamber]] +=
                        endUs - sinceUs[chamber];
            }
        }
        return sum;
    }
}
