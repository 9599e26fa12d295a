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

    /** Logs the state as a change from the first: a snapshot brought it. */
    void tell(int tool, long nowUs) {
        if (stateCode(tool) != E10State.STANDBY.value()) {
            int process = tools.activeStoppage(tool);
            int item = process == Tools.NONE ? -1 : stoppages.item(process);
            events.toolStateChanged(nowUs, tool, E10State.STANDBY.value(), stateCode(tool), cause(tool), item);
        }
    }

    /** Logs a change if there is one. */
    void update(int tool, long nowUs) {
        int process = tools.activeStoppage(tool);
        int item = -1;
        E10State to;
        StateCause why;
        if (process != Tools.NONE) {
            item = stoppages.item(process);
            boolean breakdown = stoppages.isBreakdown(item);
            to = breakdown ? E10State.UNSCHEDULED_DOWN : E10State.SCHEDULED_DOWN;
            why = breakdown ? StateCause.BREAKDOWN : StateCause.MAINTENANCE;
        } else if (tools.isCommandDown(tool)) {
            to = E10State.UNSCHEDULED_DOWN;
            why = StateCause.COMMAND;
        } else if (tools.isInSetup(tool)) {
            to = E10State.SCHEDULED_DOWN;
            why = StateCause.SETUP;
        } else {
            to = tools.inside(tool) > 0 ? E10State.PRODUCTIVE : E10State.STANDBY;
            why = StateCause.WORK;
        }
        boolean sameState = stateCode(tool) == to.value();
        boolean working = to == E10State.PRODUCTIVE || to == E10State.STANDBY;
        if (sameState && (working || cause(tool) == why.value())) {
            return;
        }
        events.toolStateChanged(nowUs, tool, stateCode(tool), to.value(), why.value(), item);
        set(tool, to, why);
    }
}
