/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Tools that work a lot as a whole: single, batch, and the two-slot cascade, in which a lot spends its interval in the first slot
 * and the rest of its process time in the second, and waits in the first while the second is taken (SMT2020). The process
 * time is drawn once per job. Single-threaded: the twin's thread only.
 */
public final class WholeLots {
    private static final int NONE = Carriers.NONE;

    // Words of a tool's row of ints, then of longs.
    private static final int FIRST_SLOT = 0;
    private static final int SECOND_SLOT = 1;
    private static final int SLOT_TIMER = 2;
    private static final int SLOT_END_US = 0;
    private static final int REST_US = 1;
    private static final int LOST_US = 2;
    private static final int SHIFT = 2;

    private final Line line;
    private final Steps steps;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final EventCalendar calendar;
    private final IntColumn ints;
    private final LongColumn longs;

    public WholeLots(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Lots lots,
            Carriers carriers,
            EventCalendar calendar) {
        this.line = line;
        this.steps = line.steps();
        this.recipes = line.recipes();
        this.parameters = parameters;
        this.chance = chance;
        this.lots = lots;
        this.carriers = carriers;
        this.calendar = calendar;
        int tools = line.toolGroups().toolTotal();
        ints = arena.ints("wholeLots.ints", tools << SHIFT, NONE);
        longs = arena.longs("wholeLots.longs", tools << SHIFT, 0);
    }

    private static int at(int tool, int word) {
        return (tool << SHIFT) + word;
    }

    /** Plans a job of {@code carriersInJob} carriers of which this is one; a batch draws with its first carrier's identity. */
    void start(int tool, int carrier, int leader, int carriersInJob, long setupUs, long nowUs) {
        int step = carriers.step(leader);
        int recipe = steps.recipe(step);
        long subject = Draws.subject(lots.key(carriers.lot(leader)), steps.key(step));
        long drawnUs = chance.us(recipes.processTime(recipe), Cause.PROCESS_TIME, subject, carriers.visit(leader));
        long loadUs = parameters.us(recipes.loadTime(recipe));
        long unloadUs = parameters.us(recipes.unloadTime(recipe));
        int count = recipes.unit(recipe) == ProcessUnit.WAFER ? carriers.work(carrier) : 1;
        if (line.toolGroups().kind(steps.toolGroup(step)) == ToolKind.TWO_SLOT_CASCADE) {
            long intervalUs = recipes.interval(recipe) == ParameterTable.NONE
                    ? drawnUs
                    : Math.min(drawnUs, parameters.us(recipes.interval(recipe)));
            if (ints.get(at(tool, SECOND_SLOT)) == NONE) {
                longs.add(at(tool, LOST_US), setupUs);
            }
            ints.set(at(tool, FIRST_SLOT), carrier);
            longs.set(at(tool, SLOT_END_US), nowUs + setupUs + loadUs + count * intervalUs);
            longs.set(at(tool, REST_US), drawnUs - intervalUs + unloadUs);
            ints.set(
                    at(tool, SLOT_TIMER),
                    calendar.schedule(longs.get(at(tool, SLOT_END_US)), EventKind.SLOT_END, tool));
            return;
        }
        long occupiedUs = loadUs + count * drawnUs + unloadUs;
        carriers.busyUs(carrier, occupiedUs / carriersInJob);
        carriers.doneUs(carrier, nowUs + setupUs + occupiedUs);
        scheduleTrackOut(carrier);
    }

    void scheduleTrackOut(int carrier) {
        carriers.timer(carrier, calendar.schedule(carriers.doneUs(carrier), EventKind.TRACK_OUT, carrier));
    }

    /** Whether a two-slot cascade can take another lot. */
    boolean isFirstSlotFree(int tool) {
        return ints.get(at(tool, FIRST_SLOT)) == NONE;
    }

    /** Whether the lot is in the first slot of a two-slot cascade: its end is not planned yet. */
    boolean isInFirstSlot(int tool, int carrier) {
        return ints.get(at(tool, FIRST_SLOT)) == carrier;
    }

    /** The first slot's share of the work is done: on into the second, if it is free. True when the first slot is free now. */
    boolean onSlotEnd(int tool, long nowUs) {
        ints.set(at(tool, SLOT_TIMER), NONE);
        return moveOn(tool, nowUs);
    }

    /** A lot has left the second slot; true when that freed the first one too. */
    boolean leaveSecondSlot(int tool, int carrier, long nowUs) {
        if (ints.get(at(tool, SECOND_SLOT)) != carrier) {
            return false;
        }
        ints.set(at(tool, SECOND_SLOT), NONE);
        return ints.get(at(tool, FIRST_SLOT)) != NONE && ints.get(at(tool, SLOT_TIMER)) == NONE && moveOn(tool, nowUs);
    }

    /** Time since the last track-out of a two-slot cascade in which it was down or in setup with a lot inside; starts anew. */
    long takeLostUs(int tool) {
        long lost = longs.get(at(tool, LOST_US));
        longs.set(at(tool, LOST_US), 0);
        return lost;
    }

    private boolean moveOn(int tool, long nowUs) {
        if (ints.get(at(tool, SECOND_SLOT)) != NONE) {
            return false;
        }
        int carrier = ints.get(at(tool, FIRST_SLOT));
        ints.set(at(tool, FIRST_SLOT), NONE);
        ints.set(at(tool, SECOND_SLOT), carrier);
        carriers.doneUs(carrier, nowUs + longs.get(at(tool, REST_US)));
        scheduleTrackOut(carrier);
        return true;
    }

    /** The tool stops: no slot ends until {@link #resume}. */
    void interrupt(int tool) {
        if (ints.get(at(tool, SLOT_TIMER)) != NONE) {
            calendar.cancel(ints.get(at(tool, SLOT_TIMER)));
        }
    }

    void resume(int tool, long deltaUs) {
        if (ints.get(at(tool, FIRST_SLOT)) != NONE || ints.get(at(tool, SECOND_SLOT)) != NONE) {
            longs.add(at(tool, LOST_US), deltaUs);
        }
        if (ints.get(at(tool, SLOT_TIMER)) != NONE) {
            longs.add(at(tool, SLOT_END_US), deltaUs);
            ints.set(
                    at(tool, SLOT_TIMER),
                    calendar.schedule(longs.get(at(tool, SLOT_END_US)), EventKind.SLOT_END, tool));
        }
    }
}
