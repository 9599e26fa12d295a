/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.E10State;
import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.event.StateCause;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.Stoppages;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.CacheLine;
import org.fabtwin.core.state.ChamberRows;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.StateArena;

/**
 * Chambers of the flow-line forms: until when each is taken, whether it is out of use, and its SEMI E10-style state. Down states
 * are logged at every detail, PRODUCTIVE and STANDBY at detail chamber and finer. Single-threaded: the twin's thread only.
 */
public final class Chambers {
    public static final int NONE = -1;

    // Words of a chamber's row of ints that are kept here.
    private static final int ACTIVE_STOPPAGE = 0;
    private static final int CHART_DOWN = 1;
    private static final int WAFERS_INSIDE = 2;
    private static final int STATE = 3;

    // Words of a tool's row of masks: bits of its chambers, from its first.
    private static final int BLOCKED_MASK = 0;
    private static final int STOPPED_MASK = 1;
    private static final int CHART_DOWN_MASK = 2;
    /** Not a mask: whether the tool was {@linkplain #disturb disturbed}. */
    private static final int DISTURBED = 3;

    private static final int MASKS = 4;

    // Words of a chamber's row of longs, two rows to a line of the cache: what planning asks.
    private static final int OCCUPIED_UNTIL_US = 0;
    private static final int BLOCKED = 1;
    private static final int WAFERS_PLANNED = 2;
    private static final int CHART_DOWN_US = 3;
    private static final int LONG_SHIFT = 2;

    private final ToolGroups groups;
    private final Stoppages stoppages;
    private final EventWriter events;
    private final boolean logsWork;
    private final ChamberRows rows;
    private final LongColumn longs;
    private final LongColumn masks;

    /** @param rows of all chambers, four words of which are kept here. */
    public Chambers(StateArena arena, Line line, ChamberRows rows, EventWriter events) {
        this.groups = line.toolGroups();
        this.stoppages = line.stoppages();
        this.events = events;
        this.logsWork = line.eventDetail() >= EventDetail.CHAMBER.value();
        int total = groups.chamberTotal();
        this.rows = rows;
        longs = arena.longs("chambers.longs", at(total, 0), 0);
        for (int chamber = 0; chamber < total; chamber++) {
            rows.set(chamber, ACTIVE_STOPPAGE, NONE);
            rows.set(chamber, STATE, E10State.STANDBY.value());
        }
        masks = arena.longs("chambers.masks", MASKS * groups.toolTotal(), 0);
    }

    private static int at(int chamber, int word) {
        return (chamber << LONG_SHIFT) + (CacheLine.BEFORE_FIRST_ROW + word);
    }

    /** Until when wafers planned so far take the chamber, the robot's exchange included. */
    long occupiedUntilUs(int chamber) {
        return longs.get(at(chamber, OCCUPIED_UNTIL_US));
    }

    void occupiedUntilUs(int chamber, long value) {
        longs.set(at(chamber, OCCUPIED_UNTIL_US), value);
    }

    /** Wafers planned into the chamber since the origin: what maintenance by wafers counts. */
    long wafersPlanned(int chamber) {
        return longs.get(at(chamber, WAFERS_PLANNED));
    }

    /** One more wafer takes the chamber until {@code untilUs}. */
    void plan(int chamber, long untilUs) {
        longs.set(at(chamber, OCCUPIED_UNTIL_US), untilUs);
        longs.add(at(chamber, WAFERS_PLANNED), 1);
    }

    /** One wafer planned into the chamber goes to another. */
    void unplan(int chamber) {
        longs.add(at(chamber, WAFERS_PLANNED), -1);
    }

    /** Whether new wafers must not be planned into the chamber. */
    boolean isBlocked(int chamber) {
        return longs.get(at(chamber, BLOCKED)) > 0;
    }

    void addBlocked(int chamber, int delta) {
        longs.add(at(chamber, BLOCKED), delta);
        mark(chamber, BLOCKED_MASK, isBlocked(chamber));
        disturb(groups.toolOfChamber(chamber));
    }

    private void mark(int chamber, int mask, boolean value) {
        int tool = groups.toolOfChamber(chamber);
        long bit = 1L << (chamber - groups.firstChamber(tool));
        long others = masks.get(MASKS * tool + mask) & ~bit;
        masks.set(MASKS * tool + mask, value ? others | bit : others);
    }

    /** Chambers of a tool (bits, from its first) into which no new wafers may be planned: {@link #isBlocked}. For at most 64 chambers. */
    long blocked(int tool) {
        return masks.get(MASKS * tool + BLOCKED_MASK);
    }

    /** Chambers of a tool that a process stops now: {@link #activeStoppage}. */
    long stopped(int tool) {
        return masks.get(MASKS * tool + STOPPED_MASK);
    }

    /** Chambers of a tool that a control chart has taken down: {@link #isChartDown}. */
    long chartDown(int tool) {
        return masks.get(MASKS * tool + CHART_DOWN_MASK);
    }

    /** Code of the E10 state as last logged. */
    public int state(int chamber) {
        return rows.get(chamber, STATE);
    }

    /** Process that stops the chamber now, NONE without. */
    public int activeStoppage(int chamber) {
        return rows.get(chamber, ACTIVE_STOPPAGE);
    }

    void activeStoppage(int chamber, int process) {
        rows.set(chamber, ACTIVE_STOPPAGE, process);
        mark(chamber, STOPPED_MASK, process != NONE);
        disturb(groups.toolOfChamber(chamber));
    }

    /** Something has changed at the tool that its robots may not expect: what of its chambers can be used, or what it has to do. */
    void disturb(int tool) {
        masks.set(MASKS * tool + DISTURBED, 1);
    }

    /** Whether {@link #disturb} was called since this was. */
    boolean takeDisturbed(int tool) {
        boolean was = masks.get(MASKS * tool + DISTURBED) != 0;
        masks.set(MASKS * tool + DISTURBED, 0);
        return was;
    }

    /** Time for which a control chart takes the chamber out of use, 0 where none does. */
    long chartDownUs(int chamber) {
        return longs.get(at(chamber, CHART_DOWN_US));
    }

    /** Whether that time has begun: wafers that were planned into the chamber before go first. */
    boolean isChartDown(int chamber) {
        return rows.get(chamber, CHART_DOWN) != 0;
    }

    /** Whether nothing keeps a process from beginning in the chamber. */
    boolean isUp(int chamber) {
        return activeStoppage(chamber) == NONE && !isChartDown(chamber);
    }

    /** A control chart takes the chamber out of use: no new wafers are planned into it. */
    void drainForChart(int chamber, long downUs) {
        longs.set(at(chamber, CHART_DOWN_US), downUs);
        addBlocked(chamber, 1);
    }

    void beginChartDown(int chamber) {
        rows.set(chamber, CHART_DOWN, 1);
        mark(chamber, CHART_DOWN_MASK, true);
    }

    void endChartDown(int chamber) {
        rows.set(chamber, CHART_DOWN, 0);
        mark(chamber, CHART_DOWN_MASK, false);
        longs.set(at(chamber, CHART_DOWN_US), 0);
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
            if (blockedMore < 0 || (blockedMore == 0 && occupiedUntilUs(candidate) < occupiedUntilUs(best))) {
                best = candidate;
            }
        }
        return best;
    }

    /** Of these chambers of a tool with one stage (bits, from its first) the one that may be used first, as {@link #earliest}; NONE of none. */
    int earliestOf(int tool, long which) {
        int first = groups.firstChamber(tool);
        int best = NONE;
        for (long rest = which; rest != 0; rest &= rest - 1) {
            int candidate = first + Long.numberOfTrailingZeros(rest);
            int blockedMore = best == NONE ? -1 : (isBlocked(candidate) ? 1 : 0) - (isBlocked(best) ? 1 : 0);
            if (blockedMore < 0 || (blockedMore == 0 && occupiedUntilUs(candidate) < occupiedUntilUs(best))) {
                best = candidate;
            }
        }
        return best;
    }

    void waferEnters(int chamber, long nowUs) {
        rows.add(chamber, WAFERS_INSIDE, 1);
        if (logsWork) {
            update(chamber, nowUs);
        }
    }

    void waferLeaves(int chamber, long nowUs) {
        rows.add(chamber, WAFERS_INSIDE, -1);
        if (logsWork) {
            update(chamber, nowUs);
        }
    }

    /** Logs the state as a change from the first: a snapshot brought it. */
    void tell(int chamber, long nowUs) {
        if (rows.get(chamber, STATE) != E10State.STANDBY.value()) {
            int process = rows.get(chamber, ACTIVE_STOPPAGE);
            int item = process == NONE ? -1 : stoppages.item(process);
            StateCause why = process == NONE
                    ? isChartDown(chamber) ? StateCause.CHART : StateCause.WORK
                    : stoppages.isBreakdown(item) ? StateCause.BREAKDOWN : StateCause.MAINTENANCE;
            events.chamberStateChanged(
                    nowUs, chamber, E10State.STANDBY.value(), rows.get(chamber, STATE), why.value(), item);
        }
    }

    /** Logs a change of state if there is one. */
    void update(int chamber, long nowUs) {
        int process = rows.get(chamber, ACTIVE_STOPPAGE);
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
            to = logsWork && rows.get(chamber, WAFERS_INSIDE) > 0 ? E10State.PRODUCTIVE : E10State.STANDBY;
        }
        if (rows.get(chamber, STATE) != to.value()) {
            events.chamberStateChanged(nowUs, chamber, rows.get(chamber, STATE), to.value(), why.value(), item);
            rows.set(chamber, STATE, to.value());
        }
    }
}
