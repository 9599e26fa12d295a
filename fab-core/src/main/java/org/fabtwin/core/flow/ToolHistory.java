/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.flow;

import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * What sampling has to know of a tool: how many wafers it has done since its last maintenance, and when a wafer of it was last
 * sent to a measurement. Single-threaded: the twin's thread only.
 */
public final class ToolHistory {
    /** Wafers since a maintenance that is long past, as at the origin. */
    static final int LONG_AGO = 1 << 30;

    private final IntColumn wafersSinceMaintenance;
    private final LongColumn measuredUs;

    public ToolHistory(StateArena arena, int tools) {
        wafersSinceMaintenance = arena.ints("toolHistory.wafersSinceMaintenance", Math.max(1, tools), LONG_AGO);
        measuredUs = arena.longs("toolHistory.measuredUs", Math.max(1, tools), 0);
    }

    /** A maintenance of the tool, or of a chamber of it, has ended. */
    public void maintained(int tool) {
        wafersSinceMaintenance.set(tool, 0);
    }

    int wafersSinceMaintenance(int tool) {
        return wafersSinceMaintenance.get(tool);
    }

    void addWafers(int tool, int wafers) {
        wafersSinceMaintenance.set(tool, Math.min(LONG_AGO, wafersSinceMaintenance.get(tool) + wafers));
    }

    long measuredUs(int tool) {
        return measuredUs.get(tool);
    }

    void measured(int tool, long nowUs) {
        measuredUs.set(tool, nowUs);
    }
}
