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
    private static final int STANDBY = E10State.STANDBY.value();
    private static final int PRODUCTIVE = E10State.PRODUCTIVE.value();
    private static final int SCHEDULED_DOWN = E10State.SCHEDULED_DOWN.value();
    private static final int UNSCHEDULED_DOWN = E10State.UNSCHEDULED_DOWN.value();
    private static final int WORK = StateCause.WORK.value();

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
        return tools.state(tool) == PRODUCTIVE;
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
        if (tools.isAtWork(tool)) {
            int to = tools.inside(tool) > 0 ? PRODUCTIVE : STANDBY;
            return tools.state(tool) != to && enter(tool, to, WORK, NO_ITEM, nowUs);
        }
        int process = tools.activeStoppage(tool);
        if (process != Tools.NONE) {
            int item = stoppages.item(process);
            return stoppages.isBreakdown(item)
                    ? enter(tool, UNSCHEDULED_DOWN, StateCause.BREAKDOWN.value(), item, nowUs)
                    : enter(tool, SCHEDULED_DOWN, StateCause.MAINTENANCE.value(), item, nowUs);
        }
        return tools.isCommandDown(tool)
                ? enter(tool, UNSCHEDULED_DOWN, StateCause.COMMAND.value(), NO_ITEM, nowUs)
                : enter(tool, SCHEDULED_DOWN, StateCause.SETUP.value(), NO_ITEM, nowUs);
    }

    private boolean enter(int tool, int to, int why, int item, long nowUs) {
        int from = tools.state(tool);
        if (from == to && tools.stateCause(tool) == why) {
            return false;
        }
        events.toolStateChanged(nowUs, tool, from, to, why, item);
        tools.state(tool, to, why);
        return true;
    }
}
