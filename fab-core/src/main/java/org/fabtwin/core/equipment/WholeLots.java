/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Lots;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.ProcessUnit;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Tools that work a lot as a whole: single, batch, and the two-slot cascade, which holds two lots (SMT2020). There a lot is set up
 * and loaded while the one before it is processed, spends its interval in the first slot and the rest of its process time in the
 * second, and waits before a slot that is taken. The second lot comes in when its loading can begin, so that it finds the first
 * slot free; where steps ask for setups, as soon as there is room. The process time is drawn once per job. Single-threaded: the
 * twin's thread only.
 */
public final class WholeLots {
    private static final int SLOTS = 2;

    // Words of a tool's row.
    private static final int FIRST_SLOT_FREE_US = 0;
    private static final int SECOND_SLOT_FREE_US = 1;
    private static final int NEXT_SETUP_END_US = 2;
    private static final int DOWN_US = 3;
    private static final int LOAD_FROM_US = 4;
    private static final int SHIFT = 3;

    private final Line line;
    private final Steps steps;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Chance chance;
    private final Lots lots;
    private final Carriers carriers;
    private final EventCalendar calendar;
    private final LongColumn rows;

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
        rows = arena.longs("wholeLots.rows", line.toolGroups().toolTotal() << SHIFT, 0);
    }

    private static int at(int tool, int word) {
        return (tool << SHIFT) + word;
    }

    /** Plans, in a tool of this kind, a job of {@code carriersInJob} carriers of which this is one; a batch draws with its first carrier's identity. */
    void start(int tool, int kind, int carrier, int leader, int carriersInJob, long setupUs, long nowUs) {
        int step = carriers.step(leader);
        int recipe = steps.recipe(step);
        // In lot mode that of its move to this step, which has been worked out.
        long subject = carriers.firstWafer(leader) == Wafers.NONE
                ? carriers.moveSubject(leader)
                : Draws.subject(lots.key(carriers.lot(leader)), steps.key(step));
        long drawnUs = chance.us(recipes.processTime(recipe), Cause.PROCESS_TIME, subject, carriers.visit(leader));
        long loadUs = parameters.us(recipes.loadTime(recipe));
        long unloadUs = parameters.us(recipes.unloadTime(recipe));
        int count = recipes.unit(recipe) == ProcessUnit.WAFER ? carriers.work(carrier) : 1;
        if (kind != ToolKind.TWO_SLOT_CASCADE) {
            long occupiedUs = loadUs + count * drawnUs + unloadUs;
            long busyUs = carriersInJob == 1 ? occupiedUs : occupiedUs / carriersInJob;
            trackOutAt(carrier, nowUs + setupUs + occupiedUs, busyUs);
            return;
        }
        int interval = recipes.interval(recipe);
        long intervalUs = interval == ParameterTable.NONE ? drawnUs : Math.min(drawnUs, parameters.us(interval));
        long setUpUs = nowUs + setupUs;
        long[] row = rows.array();
        int first = at(tool, 0);
        long secondFreeUs = row[first + SECOND_SLOT_FREE_US];
        long aloneUs = setUpUs - Math.max(nowUs, secondFreeUs);
        long beginUs = Math.max(setUpUs + loadUs, row[first + FIRST_SLOT_FREE_US]);
        long moveUs = Math.max(beginUs + count * intervalUs, secondFreeUs);
        long doneUs = moveUs + drawnUs - intervalUs + unloadUs;
        row[first + FIRST_SLOT_FREE_US] = moveUs;
        row[first + SECOND_SLOT_FREE_US] = doneUs;
        row[first + LOAD_FROM_US] = moveUs - loadUs;
        trackOutAt(carrier, doneUs, -Math.max(0, aloneUs));
    }

    private void trackOutAt(int carrier, long doneUs, long busyUs) {
        int timer = calendar.schedule(doneUs, EventKind.TRACK_OUT, carrier);
        carriers.plan(carrier, doneUs, busyUs, timer);
    }

    void scheduleTrackOut(int carrier) {
        carriers.timer(carrier, calendar.schedule(carriers.doneUs(carrier), EventKind.TRACK_OUT, carrier));
    }

    /** When a two-slot cascade with so many lots inside takes another one; {@link EventCalendar#NONE} when it is full. */
    long readyAtUs(int tool, int group, int inside, long nowUs) {
        if (inside == 0) {
            return nowUs;
        }
        if (inside == SLOTS) {
            return EventCalendar.NONE;
        }
        return line.toolGroups().hasSetups(group) ? nowUs : Math.max(nowUs, rows.get(at(tool, LOAD_FROM_US)));
    }

    /** How long a lot that is set up in {@code setupUs} from now waits in a two-slot cascade until loading leads straight to work. */
    long waitUs(int tool, long setupUs, long nowUs) {
        return Math.max(setupUs, rows.get(at(tool, LOAD_FROM_US)) - nowUs);
    }

    /** The tool is set up for a second lot until then, while it works on the first. */
    void setUpNext(int tool, long untilUs) {
        rows.set(at(tool, NEXT_SETUP_END_US), untilUs);
    }

    /** End of the setup for the second lot, which is the only one from now on; 0 without. */
    long takeNextSetupEndUs(int tool) {
        long endUs = rows.get(at(tool, NEXT_SETUP_END_US));
        rows.set(at(tool, NEXT_SETUP_END_US), 0);
        return endUs;
    }

    /** The lot's part of the time since the last track-out of its two-slot cascade: without stops, and setup with no other lot inside. */
    long busyUs(int tool, int carrier, long lastTrackOutUs, long nowUs) {
        long downUs = rows.get(at(tool, DOWN_US));
        rows.set(at(tool, DOWN_US), 0);
        return nowUs - Math.max(carriers.startedUs(carrier), lastTrackOutUs) - downUs + carriers.busyUs(carrier);
    }

    /** A two-slot cascade with lots inside has stood still so long. */
    void resume(int tool, long deltaUs) {
        rows.add(at(tool, FIRST_SLOT_FREE_US), deltaUs);
        rows.add(at(tool, SECOND_SLOT_FREE_US), deltaUs);
        rows.add(at(tool, DOWN_US), deltaUs);
        rows.add(at(tool, LOAD_FROM_US), deltaUs);
        if (rows.get(at(tool, NEXT_SETUP_END_US)) != 0) {
            rows.add(at(tool, NEXT_SETUP_END_US), deltaUs);
        }
    }
}
