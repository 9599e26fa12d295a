/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Reticles;
import org.fabtwin.core.line.Setups;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.state.IntColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Where each copy of each reticle is: in the store, or in a tool, where it stays until another tool needs it. It is in use from the
 * start of a carrier until the last of its wafers is exposed, and may not leave so long. Moving takes time, before the tool's setup;
 * a tool keeps any number of them. Single-threaded: the twin's thread only.
 */
public final class ReticlePlaces {
    private static final int IN_STORE = -1;
    private static final int NONE = Reticles.NONE;

    private final Reticles reticles;
    private final ToolGroups groups;
    private final Steps steps;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Tools tools;
    private final Chambers chambers;
    private final EventCalendar calendar;
    private final EventWriter events;
    /** Tool of each copy. */
    private final IntColumn places;
    /** Handle of the moment when a reticle of the tool is free again, NONE without. */
    private final IntColumn timers;

    ReticlePlaces(
            StateArena arena,
            Line line,
            Parameters parameters,
            Carriers carriers,
            Wafers wafers,
            Tools tools,
            Chambers chambers,
            EventCalendar calendar,
            EventWriter events) {
        this.reticles = line.reticles();
        this.groups = line.toolGroups();
        this.steps = line.steps();
        this.recipes = line.recipes();
        this.parameters = parameters;
        this.carriers = carriers;
        this.wafers = wafers;
        this.tools = tools;
        this.chambers = chambers;
        this.calendar = calendar;
        this.events = events;
        places = arena.ints("reticles.places", reticles.copyTotal(), IN_STORE);
        timers = arena.ints("reticles.timers", isActive() ? groups.toolTotal() : 0, Tools.NONE);
    }

    /** Whether the line has any. */
    boolean isActive() {
        return reticles.size() > 0;
    }

    private int copyIn(int tool, int reticle) {
        for (int copy = reticles.firstCopy(reticle); copy < reticles.firstCopy(reticle + 1); copy++) {
            if (places.get(copy) == tool) {
                return copy;
            }
        }
        return NONE;
    }

    /** A copy that may come: from the store, else from a tool that does not use it now; NONE when all are in use. */
    private int copyFor(int reticle, long nowUs) {
        int stored = copyIn(IN_STORE, reticle);
        if (stored != NONE) {
            return stored;
        }
        for (int copy = reticles.firstCopy(reticle); copy < reticles.firstCopy(reticle + 1); copy++) {
            if (!isInUse(places.get(copy), reticle, nowUs)) {
                return copy;
            }
        }
        return NONE;
    }

    /** Whether the reticle that the step needs, if any, is in the tool or may come to it now. */
    boolean isAvailable(int tool, int step, long nowUs) {
        int reticle = reticles.ofStep(step);
        return reticle == NONE || copyIn(tool, reticle) != NONE || copyFor(reticle, nowUs) != NONE;
    }

    /** Time until the reticle that the step needs is in the tool. */
    long moveUs(int tool, int step) {
        int reticle = reticles.ofStep(step);
        return reticle == NONE || copyIn(tool, reticle) != NONE
                ? 0
                : parameters.us(reticles.moveTime(reticles.toolGroup(reticle)));
    }

    /** The reticle that the step needs comes to the tool, which has found it available. */
    void fetch(int tool, int step, long nowUs) {
        int reticle = reticles.ofStep(step);
        if (reticle == NONE || copyIn(tool, reticle) != NONE) {
            return;
        }
        int copy = copyFor(reticle, nowUs);
        int from = places.get(copy);
        if (from != IN_STORE && tools.setup(from) == reticles.setup(reticle)) {
            tools.setup(from, Setups.NO_SETUP);
            tools.minimumRunLeft(from, 0);
        }
        events.reticleMoved(
                nowUs,
                tool,
                reticles.setup(reticle),
                from,
                parameters.us(reticles.moveTime(reticles.toolGroup(reticle))),
                copy - reticles.firstCopy(reticle));
        places.set(copy, tool);
    }

    private boolean isInUse(int tool, int reticle, long nowUs) {
        long sinceUs = tools.interruptedSinceUs(tool);
        long judgedUs = sinceUs == Tools.RUNNING ? nowUs : sinceUs;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            if (reticles.ofStep(carriers.step(carrier)) == reticle && exposedUs(tool, carrier) > judgedUs) {
                return true;
            }
        }
        return false;
    }

    /** When the last wafer of a carrier inside is, or was, exposed: by the plan, as if the tool never stopped from now on. */
    private long exposedUs(int tool, int carrier) {
        int interval = recipes.interval(steps.recipe(carriers.step(carrier)));
        long lastStartUs = Long.MIN_VALUE;
        long endUs = Long.MIN_VALUE;
        for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
            if (wafers.isDrawn(w) && wafers.startUs(w) > lastStartUs) {
                lastStartUs = wafers.startUs(w);
                endUs = interval == ParameterTable.NONE ? wafers.endUs(w) : lastStartUs + parameters.us(interval);
            }
        }
        if (carriers.interruptedUs(carrier) == 0) {
            return endUs;
        }
        // A stop may have come into the exposure: it is over when the next wafer starts, or the scanner is free.
        return Math.max(endUs, Math.min(firstStartAfterUs(tool, lastStartUs), scannerFreeUs(tool)));
    }

    private long scannerFreeUs(int tool) {
        return chambers.occupiedUntilUs(groups.firstChamber(tool));
    }

    private long firstStartAfterUs(int tool, long afterUs) {
        long first = Long.MAX_VALUE;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            for (int w = carriers.firstWafer(carrier); w != Wafers.NONE; w = wafers.next(w)) {
                if (wafers.isDrawn(w) && wafers.startUs(w) > afterUs) {
                    first = Math.min(first, wafers.startUs(w));
                }
            }
        }
        return first;
    }

    /** After any change of what goes on in a tool: plans when its group is told that a reticle is free again. */
    void replan(int tool, long nowUs) {
        if (reticles.copies(groups.groupOfTool(tool)) == 0) {
            return;
        }
        long nextUs = EventCalendar.NONE;
        boolean runs = tools.interruptedSinceUs(tool) == Tools.RUNNING;
        for (int carrier = tools.firstInside(tool);
                runs && carrier != Carriers.NONE;
                carrier = carriers.next(carrier)) {
            long exposedUs = exposedUs(tool, carrier);
            if (exposedUs > nowUs && reticles.ofStep(carriers.step(carrier)) != NONE) {
                nextUs = Math.min(nextUs, exposedUs);
            }
        }
        int timer = timers.get(tool);
        if (nextUs == EventCalendar.NONE) {
            if (timer != Tools.NONE) {
                calendar.cancel(timer);
                timers.set(tool, Tools.NONE);
            }
        } else if (timer == Tools.NONE) {
            timers.set(tool, calendar.schedule(nextUs, EventKind.RETICLE_FREE, tool));
        } else if (calendar.timeOf(timer) != nextUs) {
            calendar.reschedule(timer, nextUs);
        }
    }

    /** The moment of {@link #replan} has come. */
    void onFree(int tool, long nowUs) {
        timers.set(tool, Tools.NONE);
        replan(tool, nowUs);
    }

    /** Tells in records where a snapshot found them. */
    void tell(long nowUs) {
        for (int reticle = 0; reticle < reticles.size(); reticle++) {
            for (int copy = reticles.firstCopy(reticle); copy < reticles.firstCopy(reticle + 1); copy++) {
                if (places.get(copy) != IN_STORE) {
                    int number = copy - reticles.firstCopy(reticle);
                    events.reticleMoved(nowUs, places.get(copy), reticles.setup(reticle), IN_STORE, 0, number);
                }
            }
        }
    }
}
