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

    private final Line line;
    private final Steps steps;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final EventCalendar calendar;
    private final IntColumn firstSlot;
    private final IntColumn secondSlot;
    private final IntColumn slotTimer;
    private final LongColumn slotEndUs;
    private final LongColumn restUs;
    private final LongColumn lostUs;

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
        firstSlot = arena.ints("wholeLots.firstSlot", tools, NONE);
        secondSlot = arena.ints("wholeLots.secondSlot", tools, NONE);
        slotTimer = arena.ints("wholeLots.slotTimer", tools, NONE);
        slotEndUs = arena.longs("wholeLots.slotEndUs", tools, 0);
        restUs = arena.longs("wholeLots.restUs", tools, 0);
        lostUs = arena.longs("wholeLots.lostUs", tools, 0);
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
            if (secondSlot.get(tool) == NONE) {
                lostUs.add(tool, setupUs);
            }
            firstSlot.set(tool, carrier);
            slotEndUs.set(tool, nowUs + setupUs + loadUs + count * intervalUs);
            restUs.set(tool, drawnUs - intervalUs + unloadUs);
            slotTimer.set(tool, calendar.schedule(slotEndUs.get(tool), EventKind.SLOT_END, tool));
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
        return firstSlot.get(tool) == NONE;
    }

    /** Whether the lot is in the first slot of a two-slot cascade: its end is not planned yet. */
    boolean isInFirstSlot(int tool, int carrier) {
        return firstSlot.get(tool) == carrier;
    }

    /** The first slot's share of the work is done: on into the second, if it is free. True when the first slot is free now. */
    boolean onSlotEnd(int tool, long nowUs) {
        slotTimer.set(tool, NONE);
        return moveOn(tool, nowUs);
    }

    /** A lot has left the second slot; true when that freed the first one too. */
    boolean leaveSecondSlot(int tool, int carrier, long nowUs) {
        if (secondSlot.get(tool) != carrier) {
            return false;
        }
        secondSlot.set(tool, NONE);
        return firstSlot.get(tool) != NONE && slotTimer.get(tool) == NONE && moveOn(tool, nowUs);
    }

    /** Time since the last track-out of a two-slot cascade in which it was down or in setup with a lot inside; starts anew. */
    long takeLostUs(int tool) {
        long lost = lostUs.get(tool);
        lostUs.set(tool, 0);
        return lost;
    }

    private boolean moveOn(int tool, long nowUs) {
        if (secondSlot.get(tool) != NONE) {
            return false;
        }
        int carrier = firstSlot.get(tool);
        firstSlot.set(tool, NONE);
        secondSlot.set(tool, carrier);
        carriers.doneUs(carrier, nowUs + restUs.get(tool));
        scheduleTrackOut(carrier);
        return true;
    }

    /** The tool stops: no slot ends until {@link #resume}. */
    void interrupt(int tool) {
        if (slotTimer.get(tool) != NONE) {
            calendar.cancel(slotTimer.get(tool));
        }
    }

    void resume(int tool, long deltaUs) {
        if (firstSlot.get(tool) != NONE || secondSlot.get(tool) != NONE) {
            lostUs.add(tool, deltaUs);
        }
        if (slotTimer.get(tool) != NONE) {
            slotEndUs.add(tool, deltaUs);
            slotTimer.set(tool, calendar.schedule(slotEndUs.get(tool), EventKind.SLOT_END, tool));
        }
    }
}
