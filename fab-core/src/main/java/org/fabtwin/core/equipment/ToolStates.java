/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Stoppages;
import org.fabtwin.core.log.EventWriter;

/**
 * SEMI E10-style state of each tool: derived from what the tool does, logged when it changes. Order of precedence: stopped by a
 * breakdown or maintenance, down by command, in setup, productive, standby. Single-threaded: the twin's thread only.
 */
public final class ToolStates {
    private static final int NO_ITEM = -1;

    private final Stoppages stoppages;
    private final Tools tools;
    private final EventWriter events;

    public ToolStates(Line line, Tools tools, EventWriter events) {
        this.stoppages = line.stoppages();
        this.tools = tools;
        this.events = events;
        for (int tool = 0; tool < line.toolGroups().toolTotal(); tool++) {
            tools.state(tool, E10State.STANDBY.value(), StateCause.NONE.value());
        }
    }

    public boolean isProductive(int tool) {
        return tools.state(tool) == E10State.PRODUCTIVE.value();
    }

    /** Logs the state as a change from the first: a snapshot brought it. */
    void tell(int tool, long nowUs) {
        if (tools.state(tool) != E10State.STANDBY.value()) {
            int process = tools.activeStoppage(tool);
            int item = process == Tools.NONE ? NO_ITEM : stoppages.item(process);
            events.toolStateChanged(
                    nowUs, tool, E10State.STANDBY.value(), tools.state(tool), tools.stateCause(tool), item);
        }
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
        return tools.state(tool) != to.value() && enter(tool, to, StateCause.WORK, NO_ITEM, nowUs);
    }

    private boolean enter(int tool, E10State to, StateCause why, int item, long nowUs) {
        if (tools.state(tool) == to.value() && tools.stateCause(tool) == why.value()) {
            return false;
        }
        events.toolStateChanged(nowUs, tool, tools.state(tool), to.value(), why.value(), item);
        tools.state(tool, to.value(), why.value());
        return true;
    }
}
