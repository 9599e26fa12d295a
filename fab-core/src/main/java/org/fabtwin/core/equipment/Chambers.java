/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Stoppages;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Chambers of the flow-line forms: until when each is taken, whether it is out of use, and its SEMI E10-style state. Down states
 * are logged at every detail, PRODUCTIVE and STANDBY at detail chamber and finer. Single-threaded: the twin's thread only.
 */
public final class Chambers {
    public static final int NONE = -1;

    private final ToolGroups groups;
    private final Stoppages stoppages;
    private final EventWriter events;
    private final boolean logsWork;
    private final LongColumn occupiedUntilUs;
    private final IntColumn blocked;
    private final IntColumn activeStoppage;
    private final IntColumn disturbed;
    private final IntColumn chartDown;
    private final LongColumn chartDownUs;
    private final IntColumn wafersInside;
    private final LongColumn wafersPlanned;
    private final IntColumn state;

    public Chambers(StateArena arena, Line line, EventWriter events) {
        this.groups = line.toolGroups();
        this.stoppages = line.stoppages();
        this.events = events;
        this.logsWork = line.eventDetail() >= EventDetail.CHAMBER.value();
        int total = groups.chamberTotal();
        occupiedUntilUs = arena.longs("chambers.occupiedUntilUs", total, 0);
        blocked = arena.ints("chambers.blocked", total, 0);
        disturbed = arena.ints("chambers.disturbed", groups.toolTotal(), 0);
        activeStoppage = arena.ints("chambers.activeStoppage", total, NONE);
        chartDown = arena.ints("chambers.chartDown", total, 0);
        chartDownUs = arena.longs("chambers.chartDownUs", total, 0);
        wafersInside = arena.ints("chambers.wafersInside", total, 0);
        wafersPlanned = arena.longs("chambers.wafersPlanned", total, 0);
        state = arena.ints("chambers.state", total, E10State.STANDBY.value());
    }

    /** Until when wafers planned so far take the chamber, the robot's exchange included. */
    long occupiedUntilUs(int chamber) {
        return occupiedUntilUs.get(chamber);
    }

    void occupiedUntilUs(int chamber, long value) {
        occupiedUntilUs.set(chamber, value);
    }

    /** Wafers planned into the chamber since the origin: what maintenance by wafers counts. */
    long wafersPlanned(int chamber) {
        return wafersPlanned.get(chamber);
    }

    /** One more wafer takes the chamber until {@code untilUs}. */
    void plan(int chamber, long untilUs) {
        occupiedUntilUs.set(chamber, untilUs);
        wafersPlanned.add(chamber, 1);
    }

    /** One wafer planned into the chamber goes to another. */
    void unplan(int chamber) {
        wafersPlanned.add(chamber, -1);
    }

    /** Whether new wafers must not be planned into the chamber. */
    boolean isBlocked(int chamber) {
        return blocked.get(chamber) > 0;
    }

    void addBlocked(int chamber, int delta) {
        blocked.add(chamber, delta);
        disturb(groups.toolOfChamber(chamber));
    }

    /** Process that stops the chamber now, NONE without. */
    int activeStoppage(int chamber) {
        return activeStoppage.get(chamber);
    }

    void activeStoppage(int chamber, int process) {
        activeStoppage.set(chamber, process);
        disturb(groups.toolOfChamber(chamber));
    }

    /** Something has changed at the tool that its robots may not expect: what of its chambers can be used, or what it has to do. */
    void disturb(int tool) {
        disturbed.set(tool, 1);
    }

    /** Whether {@link #disturb} was called since this was. */
    boolean takeDisturbed(int tool) {
        boolean was = disturbed.get(tool) != 0;
        disturbed.set(tool, 0);
        return was;
    }

    /** Time for which a control chart takes the chamber out of use, 0 where none does. */
    long chartDownUs(int chamber) {
        return chartDownUs.get(chamber);
    }

    /** Whether that time has begun: wafers that were planned into the chamber before go first. */
    boolean isChartDown(int chamber) {
        return chartDown.get(chamber) != 0;
    }

    /** A control chart takes the chamber out of use: no new wafers are planned into it. */
    void drainForChart(int chamber, long downUs) {
        chartDownUs.set(chamber, downUs);
        addBlocked(chamber, 1);
    }

    void beginChartDown(int chamber) {
        chartDown.set(chamber, 1);
    }

    void endChartDown(int chamber) {
        chartDown.set(chamber, 0);
        chartDownUs.set(chamber, 0);
        addBlocked(chamber, -1);
    }

    /** The chamber of a stage that may be used first: not blocked where one is not; lowest number on ties. */
    int earliest(int tool, int group, int stage) {
        int chamber = groups.firstChamber(tool);
        for (int s = 0; s < stage; s++) {
            chamber += groups.stageCopies(group, s);
        }
        int end = chamber + groups.stageCopies(group, stage);
        int best = chamber;
        for (int candidate = chamber + 1; candidate < end; candidate++) {
            int blockedMore = (isBlocked(candidate) ? 1 : 0) - (isBlocked(best) ? 1 : 0);
            if (blockedMore < 0 || (blockedMore == 0 && occupiedUntilUs.get(candidate) < occupiedUntilUs.get(best))) {
                best = candidate;
            }
        }
        return best;
    }

    void waferEnters(int chamber, long nowUs) {
        wafersInside.add(chamber, 1);
        if (logsWork) {
            update(chamber, nowUs);
        }
    }

    void waferLeaves(int chamber, long nowUs) {
        wafersInside.add(chamber, -1);
        if (logsWork) {
            update(chamber, nowUs);
        }
    }

    /** Logs the state as a change from the first: a snapshot brought it. */
    void tell(int chamber, long nowUs) {
        if (state.get(chamber) != E10State.STANDBY.value()) {
            int process = activeStoppage.get(chamber);
            int item = process == NONE ? -1 : stoppages.item(process);
            StateCause why = process == NONE
                    ? isChartDown(chamber) ? StateCause.CHART : StateCause.WORK
                    : stoppages.isBreakdown(item) ? StateCause.BREAKDOWN : StateCause.MAINTENANCE;
            events.chamberStateChanged(nowUs, chamber, E10State.STANDBY.value(), state.get(chamber), why.value(), item);
        }
    }

    /** Logs a change of state if there is one. */
    void update(int chamber, long nowUs) {
        int process = activeStoppage.get(chamber);
        int item = -1;
        E10State to;
        StateCause why = StateCause.WORK;
        if (process != NONE) {
            item = stoppages.item(process);
            boolean breakdown = stoppages.isBreakdown(item);
            to = breakdown ? E10State.UNSCHEDULED_DOWN : E10State.SCHEDULED_DOWN;
            why = breakdown ? StateCause.BREAKDOWN : StateCause.MAINTENANCE;
        } else if (isChartDown(chamber)) {
            to = E10State.UNSCHEDULED_DOWN;
            why = StateCause.CHART;
        } else {
            to = logsWork && wafersInside.get(chamber) > 0 ? E10State.PRODUCTIVE : E10State.STANDBY;
        }
        if (state.get(chamber) != to.value()) {
            events.chamberStateChanged(nowUs, chamber, state.get(chamber), to.value(), why.value(), item);
            state.set(chamber, to.value());
        }
    }
}
