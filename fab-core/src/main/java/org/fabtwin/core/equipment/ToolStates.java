/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Stoppages;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.StateArena;

/**
 * SEMI E10-style state of each tool: derived from what the tool does, logged when it changes. Order of precedence: stopped by a
 * breakdown or maintenance, down by command, in setup, productive, standby. Single-threaded: the twin's thread only.
 */
public final class ToolStates {
    private static final int NO_ITEM = -1;

    private final Stoppages stoppages;
    private final Tools tools;
    private final EventWriter events;
    private final IntColumn rows;

    public ToolStates(StateArena arena, Line line, Tools tools, EventWriter events) {
        this.stoppages = line.stoppages();
        this.tools = tools;
        this.events = events;
        int total = line.toolGroups().toolTotal();
        rows = arena.ints("toolStates.rows", 2 * total, 0);
        for (int tool = 0; tool < total; tool++) {
            set(tool, E10State.STANDBY, StateCause.NONE);
        }
    }

    private void set(int tool, E10State state, StateCause cause) {
        rows.set(2 * tool, state.value());
        rows.set(2 * tool + 1, cause.value());
    }

    private int stateCode(int tool) {
        return rows.get(2 * tool);
    }

    private int cause(int tool) {
        return rows.get(2 * tool + 1);
    }

    /** The state as last logged. */
    public E10State state(int tool) {
        return E10State.get((short) stateCode(tool));
    }

    public boolean isProductive(int tool) {
        return stateCode(tool) == E10State.PRODUCTIVE.value();
    }

    /** Logs a change if there is one; true when there was. */
    boolean update(int tool, long nowUs) {
        int process = tools.activeStoppage(tool);
        if (process != Tools.NONE) {
            int item = stoppages.item(process);
            return stoppages.isBreakdown(item)
                    ? enter(tool, E10State.UNSCHEDULED_DOWN, StateCause.BREAKDOWN, item, nowUs)
                    : enter(tool, E10State.SCHEDULED_DOWN, StateCause.MAINTENANCE, item, nowUs);
        }
        if (tools.isCommandDown(tool)) {
            return enter(tool, E10State.UNSCHEDULED_DOWN, StateCause.COMMAND, NO_ITEM, nowUs);
        }
        if (tools.isInSetup(tool)) {
            return enter(tool, E10State.SCHEDULED_DOWN, StateCause.SETUP, NO_ITEM, nowUs);
        }
        E10State to = tools.inside(tool) > 0 ? E10State.PRODUCTIVE : E10State.STANDBY;
        return stateCode(tool) != to.value() && enter(tool, to, StateCause.WORK, NO_ITEM, nowUs);
    }

    private boolean enter(int tool, E10State to, StateCause why, int item, long nowUs) {
        if (stateCode(tool) == to.value() && cause(tool) == why.value()) {
            return false;
        }
        events.toolStateChanged(nowUs, tool, stateCode(tool), to.value(), why.value(), item);
        set(tool, to, why);
        return true;
    }
}
