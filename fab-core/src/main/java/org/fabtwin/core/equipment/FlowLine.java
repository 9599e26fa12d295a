/* SPDX-License-Identifier: Apache-2.0 */
package org.fabtwin.core.equipment;

import org.fabtwin.core.event.EventDetail;
import org.fabtwin.core.flow.Carriers;
import org.fabtwin.core.flow.Chance;
import org.fabtwin.core.flow.Wafers;
import org.fabtwin.core.line.ChamberSets;
import org.fabtwin.core.line.Line;
import org.fabtwin.core.line.ParameterTable;
import org.fabtwin.core.line.Recipes;
import org.fabtwin.core.line.Steps;
import org.fabtwin.core.line.ToolGroups;
import org.fabtwin.core.line.ToolKind;
import org.fabtwin.core.log.EventWriter;
import org.fabtwin.core.metrology.Feedback;
import org.fabtwin.core.random.Cause;
import org.fabtwin.core.random.Draws;
import org.fabtwin.core.state.LongColumn;
import org.fabtwin.core.state.Parameters;
import org.fabtwin.core.state.StateArena;
import org.fabtwin.core.time.EventCalendar;
import org.fabtwin.core.time.EventKind;

/**
 * Cascade, cluster and serial tools in flow-line form: when a carrier starts, each of its wafers is planned through the stages by
 * the recursion start = max(wafer ready, chamber free), without a model of the robot beyond its times (flow-line models of
 * cluster tools: Park and Morrison, IEEE T-ASE 12(3), 2015). A wafer takes the chamber of a stage that is free first; it
 * blocks its chamber until the next stage takes it. Single-threaded: the twin's thread only.
 */
public final class FlowLine {
    private final Line line;
    private final ToolGroups groups;
    private final Steps steps;
    private final ChamberSets sets;
    private final Recipes recipes;
    private final Parameters parameters;
    private final Chance chance;
    private final Carriers carriers;
    private final Wafers wafers;
    private final Feedback feedback;
    private final Tools tools;
    private final Chambers chambers;
    private final EventCalendar calendar;
    private final EventWriter events;
    private final boolean logsWafers;
    private final LongColumn stageBusyUs;

    public FlowLine(
            StateArena arena,
            Line line,
            Parameters parameters,
            Chance chance,
            Carriers carriers,
            Wafers wafers,
            Feedback feedback,
            Tools tools,
            Chambers chambers,
            EventCalendar calendar,
            EventWriter events) {
        this.line = line;
        this.groups = line.toolGroups();
        this.steps = line.steps();
        this.sets = line.steps().chamberSets();
        this.recipes = line.recipes();
        this.parameters = parameters;
        this.chance = chance;
        this.carriers = carriers;
        this.wafers = wafers;
        this.feedback = feedback;
        this.tools = tools;
        this.chambers = chambers;
        this.calendar = calendar;
        this.events = events;
        this.logsWafers = line.eventDetail() >= EventDetail.WAFER.value();
        int stages = 1;
        for (int group = 0; group < groups.size(); group++) {
            stages = Math.max(stages, groups.stageCount(group));
        }
        stageBusyUs = arena.longs("flowLine.stageBusyUs", stages, 0);
    }

    /** Plans all wafers of a carrier that starts at the tool; {@code setupUs} goes before the first. */
    void start(int tool, int carrier, long setupUs, long nowUs) {
        int step = carriers.step(carrier);
        int group = steps.toolGroup(step);
        int recipe = steps.recipe(step);
        for (int stage = 0; stage < groups.stageCount(group); stage++) {
            stageBusyUs.set(stage, 0);
        }
        long earliest =
                nowUs + setupUs + parameters.us(recipes.loadTime(recipe)) + parameters.us(groups.entryTime(group));
        long feedUs = parameters.us(groups.feedInterval(group));
        long lastEnd = earliest;
        long lastStart = sets.isUsed(group)
                ? lastStartUs(tool, chambersOf(sets.setOf(step), tool, group), carrier)
                : tools.lastStartUs(tool);
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.isDrawn(wafer)) {
                long ready = Math.max(earliest, lastStart + feedUs);
                planWafer(tool, group, step, recipe, wafer, ready);
                lastStart = wafers.startUs(wafer);
                tools.lastStartUs(tool, lastStart);
                lastEnd = Math.max(lastEnd, wafers.endUs(wafer));
            }
        }
        carriers.busyUs(carrier, busyUs(group));
        long lagUs = tools.inside(tool) > 1 ? parameters.us(groups.lagTime(group)) : 0;
        carriers.doneUs(
                carrier,
                lastEnd + lagUs + parameters.us(groups.exitTime(group)) + parameters.us(recipes.unloadTime(recipe)));
        carriers.firstUnfinished(carrier, carriers.firstWafer(carrier));
        carriers.startsInOrder(carrier, true);
        schedule(carrier, nowUs);
    }

    private void planWafer(int tool, int group, int step, int recipe, int wafer, long readyUs) {
        long subject = Draws.subject(wafers.key(wafer), steps.key(step));
        int visit = wafers.visit(wafer);
        if (groups.kind(group) == ToolKind.CASCADE) {
            int chamber = groups.firstChamber(tool);
            long latencyUs = chance.us(recipes.processTime(recipe), Cause.PROCESS_TIME, subject, visit);
            long intervalUs = recipes.interval(recipe) == ParameterTable.NONE
                    ? latencyUs
                    : parameters.us(recipes.interval(recipe));
            long start = Math.max(readyUs, chambers.occupiedUntilUs(chamber));
            chambers.plan(chamber, start + intervalUs);
            stageBusyUs.add(0, intervalUs);
            wafers.plan(wafer, chamber, start, start + latencyUs);
            return;
        }
        long exchangeUs = parameters.us(groups.exchangeTime(group));
        long transferUs = parameters.us(groups.transferTime(group));
        boolean dual = line.handling().arms(group) > 1;
        int firstChamber = Chambers.NONE;
        int previousChamber = Chambers.NONE;
        long firstStart = 0;
        long end = 0;
        long ready = readyUs;
        for (int stage = 0; stage < groups.stageCount(group); stage++) {
            long stageSubject = stage == 0 ? subject : Draws.subject(subject, stage);
            long processUs = chance.us(recipes.stageTime(recipe, stage), Cause.PROCESS_TIME, stageSubject, visit);
            int chamber = stage == 0 && groups.isRankedByOutcome(group)
                    ? bestOfFree(tool, group, step, ready)
                    : stage == 0 ? earliest(tool, group, step) : chambers.earliest(tool, group, stage);
            long start = Math.max(ready, chambers.occupiedUntilUs(chamber));
            if (previousChamber != Chambers.NONE && start - transferUs > end) {
                // It waited for its next chamber. Two arms have put the next wafer in before they go there.
                chambers.occupiedUntilUs(previousChamber, start - transferUs + exchangeUs - (dual ? transferUs : 0));
            }
            end = start + processUs;
            chambers.plan(chamber, end + exchangeUs);
            stageBusyUs.add(stage, processUs + exchangeUs);
            if (stage == 0) {
                firstChamber = chamber;
                firstStart = start;
            }
            previousChamber = chamber;
            ready = end + transferUs;
        }
        wafers.plan(wafer, firstChamber, firstStart, end);
    }

    /** Of the chambers that cost no time, the one that the loops expect the least deviation of; lowest number on ties. */
    private int bestOfFree(int tool, int group, int step, long readyUs) {
        int best = earliest(tool, group, step);
        if (!feedback.isActive() || chambers.isBlocked(best)) {
            return best;
        }
        long freeUs = Math.max(readyUs, chambers.occupiedUntilUs(best));
        double least = feedback.expectedLoss(step, best);
        int first = groups.firstChamber(tool);
        for (int chamber = first; chamber < first + groups.stageCopies(group, 0); chamber++) {
            if (isQualified(tool, step, chamber)
                    && !chambers.isBlocked(chamber)
                    && chambers.occupiedUntilUs(chamber) <= freeUs) {
                double loss = feedback.expectedLoss(step, chamber);
                if (loss < least) {
                    best = chamber;
                    least = loss;
                }
            }
        }
        return best;
    }

    /** Capacity that the carrier just planned takes: of the stage with the most time for each copy. */
    private long busyUs(int group) {
        long most = 0;
        for (int stage = 0; stage < groups.stageCount(group); stage++) {
            most = Math.max(most, stageBusyUs.get(stage) / groups.stageCopies(group, stage));
        }
        return most;
    }

    /** When the tool can take its next carrier: its first wafer then meets a free chamber. */
    long readyAtUs(int tool, int group) {
        if (sets.isUsed(group)) {
            return firstReadyUs(tool, group, Long.MIN_VALUE);
        }
        int chamber = chambers.earliest(tool, group, 0);
        if (chambers.isBlocked(chamber)) {
            return EventCalendar.NONE;
        }
        long feedUs = parameters.us(groups.feedInterval(group));
        long start = Math.max(tools.lastStartUs(tool) + feedUs, chambers.occupiedUntilUs(chamber));
        return start - parameters.us(groups.entryTime(group));
    }

    /** The first moment after {@code afterUs} from which the tool can take carriers of one more set of chambers. */
    long firstReadyUs(int tool, int group, long afterUs) {
        long first = EventCalendar.NONE;
        for (int i = 0; i < sets.count(group); i++) {
            long readyUs = readyForUs(tool, group, sets.set(group, i));
            if (readyUs > afterUs) {
                first = Math.min(first, readyUs);
            }
        }
        return first;
    }

    /** When the tool can take a carrier whose step is qualified on the set: its first wafer then meets a free chamber of it. */
    private long readyForUs(int tool, int group, int set) {
        long which = chambersOf(set, tool, group);
        int chamber = chambers.earliestOf(tool, which);
        if (chamber == Chambers.NONE || chambers.isBlocked(chamber)) {
            return EventCalendar.NONE;
        }
        long feedUs = parameters.us(groups.feedInterval(group));
        long lastStartUs = lastStartUs(tool, which, Carriers.NONE);
        return Math.max(lastStartUs + feedUs, chambers.occupiedUntilUs(chamber))
                - parameters.us(groups.entryTime(group));
    }

    /** Whether a chamber that is qualified for the step can be used now, where the group tells chambers apart. */
    boolean hasChamberFor(int tool, int group, int step, long nowUs) {
        return !sets.isUsed(group) || readyForUs(tool, group, sets.setOf(step)) <= nowUs;
    }

    boolean isQualified(int tool, int step, int chamber) {
        int set = sets.setOf(step);
        return set == ChamberSets.ALL
                || (chambersOf(set, tool, groups.groupOfTool(tool)) >>> (chamber - groups.firstChamber(tool)) & 1) != 0;
    }

    private long chambersOf(int set, int tool, int group) {
        return sets.chambers(set, tool - groups.firstTool(group));
    }

    private int earliest(int tool, int group, int step) {
        return sets.isUsed(group)
                ? chambers.earliestOf(tool, chambersOf(sets.setOf(step), tool, group))
                : chambers.earliest(tool, group, 0);
    }

    /** Last start of a wafer planned into one of these chambers; wafers for other chambers may overtake it. */
    private long lastStartUs(int tool, long which, int butOf) {
        long lastUs = Long.MIN_VALUE / 4;
        int first = groups.firstChamber(tool);
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            if (carrier != butOf) {
                for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                    if (wafers.isDrawn(wafer) && (which >>> (wafers.chamber(wafer) - first) & 1) != 0) {
                        lastUs = Math.max(lastUs, wafers.startUs(wafer));
                    }
                }
            }
        }
        return lastUs;
    }

    /** Schedules the carrier's track-out and its next wafer event by the plan. */
    void schedule(int carrier, long nowUs) {
        carriers.timer(carrier, calendar.schedule(carriers.doneUs(carrier), EventKind.TRACK_OUT, carrier));
        if (followsWafers(carrier)) {
            scheduleNextWafer(carrier, nowUs);
        }
    }

    /** Whether the moments matter at which the carrier's wafers enter and leave chambers. */
    private boolean followsWafers(int carrier) {
        return logsWafers || feedback.watches(carriers.step(carrier));
    }

    private void scheduleNextWafer(int carrier, long nowUs) {
        scheduleWafer(carrier, nextWaferUs(carrier), nowUs);
    }

    private void scheduleWafer(int carrier, long dueUs, long nowUs) {
        carriers.waferTimer(
                carrier,
                dueUs == EventCalendar.NONE
                        ? Tools.NONE
                        : calendar.schedule(Math.max(dueUs, nowUs), EventKind.WAFER, carrier));
    }

    private long nextWaferUs(int carrier) {
        long next = EventCalendar.NONE;
        for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            int phase = wafers.phase(wafer);
            if (phase == Wafers.PLANNED) {
                next = Math.min(next, wafers.startUs(wafer));
            } else if (phase == Wafers.IN_PROCESS) {
                next = Math.min(next, wafers.endUs(wafer));
            }
        }
        return next;
    }

    /** Logs the wafers of a carrier that enter or leave a chamber by now, and schedules the next. */
    void onWafer(int carrier, long nowUs) {
        scheduleWafer(carrier, moveWafers(carrier, nowUs), nowUs);
    }

    /** At track-out all of the plan has happened. */
    void finish(int carrier, long nowUs) {
        if (followsWafers(carrier)) {
            if (carriers.waferTimer(carrier) != Tools.NONE) {
                calendar.cancel(carriers.waferTimer(carrier));
                carriers.waferTimer(carrier, Tools.NONE);
            }
            moveWafers(carrier, nowUs);
        } else {
            for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                wafers.phase(wafer, Wafers.DONE);
            }
        }
    }

    /**
     * Wafers leave and enter their chambers by the plan, those that leave first. Looks neither at wafers that are through nor, where
     * wafers start in order, at those behind the next to start: each is a line of the cache.
     *
     * @return when the next one enters or leaves.
     */
    private long moveWafers(int carrier, long nowUs) {
        int step = carriers.step(carrier);
        int lot = carriers.lotSerial(carrier);
        boolean measures = feedback.measuresWafers(step);
        boolean inOrder = carriers.startsInOrder(carrier);
        int first = firstUnfinished(carrier);
        boolean starts = false;
        long nextUs = EventCalendar.NONE;
        for (int wafer = first; wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            int phase = wafers.phase(wafer);
            if (phase == Wafers.IN_PROCESS) {
                if (wafers.endUs(wafer) <= nowUs) {
                    leaveChamber(wafer, step, lot, measures, nowUs);
                } else {
                    nextUs = Math.min(nextUs, wafers.endUs(wafer));
                }
            } else if (phase == Wafers.PLANNED) {
                if (wafers.startUs(wafer) <= nowUs) {
                    starts = true;
                } else {
                    nextUs = Math.min(nextUs, wafers.startUs(wafer));
                    if (inOrder) {
                        break;
                    }
                }
            }
        }
        return starts ? Math.min(nextUs, startWafers(carrier, first, step, lot, measures, nowUs)) : nextUs;
    }

    private int firstUnfinished(int carrier) {
        int first = carriers.firstUnfinished(carrier);
        while (first != Wafers.NONE && wafers.phase(first) == Wafers.DONE) {
            first = wafers.next(first);
        }
        carriers.firstUnfinished(carrier, first);
        return first;
    }

    /** Wafers from {@code first} on enter their chambers by the plan; returns when the first of these leaves. */
    private long startWafers(int carrier, int first, int step, int lot, boolean measures, long nowUs) {
        boolean watched = feedback.watches(step);
        boolean inOrder = carriers.startsInOrder(carrier);
        long nextUs = EventCalendar.NONE;
        for (int wafer = first; wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
            if (wafers.phase(wafer) != Wafers.PLANNED) {
                continue;
            }
            if (wafers.startUs(wafer) <= nowUs) {
                startWafer(wafer, step, lot, watched, nowUs);
                if (wafers.endUs(wafer) <= nowUs) {
                    leaveChamber(wafer, step, lot, measures, nowUs);
                } else {
                    nextUs = Math.min(nextUs, wafers.endUs(wafer));
                }
            } else if (inOrder) {
                break;
            }
        }
        return nextUs;
    }

    private void startWafer(int wafer, int step, int lot, boolean watched, long nowUs) {
        int chamber = wafers.chamber(wafer);
        wafers.phase(wafer, Wafers.IN_PROCESS);
        if (logsWafers) {
            events.waferStarted(nowUs, wafers.serial(wafer), lot, step, chamber, wafers.visit(wafer));
            chambers.waferEnters(chamber, nowUs);
        }
        if (watched) {
            feedback.onStart(wafer, wafers.serial(wafer), wafers.key(wafer), wafers.visit(wafer), step, chamber, nowUs);
        }
    }

    private void leaveChamber(int wafer, int step, int lot, boolean measures, long nowUs) {
        wafers.phase(wafer, Wafers.DONE);
        if (measures) {
            feedback.onMeasured(
                    wafer, wafers.serial(wafer), lot, wafers.key(wafer), wafers.visit(wafer), step, false, nowUs);
        }
        if (logsWafers) {
            int chamber = wafers.chamber(wafer);
            events.waferProcessed(nowUs, wafers.serial(wafer), lot, step, chamber, wafers.visit(wafer));
            chambers.waferLeaves(chamber, nowUs);
        }
    }

    /**
     * A chamber of a cluster fails for {@code downUs}: the wafer in it waits for the repair, wafers planned into it take other
     * chambers where there are any. In a serial tool only the chamber is taken; wafers under way keep their plan.
     */
    void chamberFails(int chamber, long downUs, long nowUs) {
        int tool = groups.toolOfChamber(chamber);
        int group = groups.groupOfTool(tool);
        long sinceUs = tools.interruptedSinceUs(tool);
        long referenceUs = sinceUs == Tools.RUNNING ? nowUs : sinceUs;
        if (groups.kind(group) != ToolKind.CLUSTER) {
            chambers.occupiedUntilUs(chamber, Math.max(chambers.occupiedUntilUs(chamber), referenceUs) + downUs);
            return;
        }
        long exchangeUs = parameters.us(groups.exchangeTime(group));
        chambers.occupiedUntilUs(chamber, referenceUs);
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            carriers.startsInOrder(carrier, false);
            boolean noOther = chambers.isBlocked(earliest(tool, group, carriers.step(carrier)));
            for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                boolean concerned = wafers.chamber(wafer) == chamber && wafers.endUs(wafer) > referenceUs;
                if (concerned && (noOther || wafers.startUs(wafer) <= referenceUs)) {
                    wafers.delay(wafer, downUs, referenceUs);
                    chambers.occupiedUntilUs(
                            chamber, Math.max(chambers.occupiedUntilUs(chamber), wafers.endUs(wafer) + exchangeUs));
                }
            }
        }
        int wafer = firstPlanned(tool, group, chamber, referenceUs);
        while (wafer != Wafers.NONE) {
            int other = earliest(tool, group, carriers.step(holder(tool, wafer)));
            long start = Math.max(wafers.startUs(wafer), chambers.occupiedUntilUs(other));
            long processUs = wafers.endUs(wafer) - wafers.startUs(wafer);
            wafers.replan(wafer, other, start, start + processUs);
            chambers.unplan(chamber);
            chambers.plan(other, start + processUs + exchangeUs);
            tools.lastStartUs(tool, Math.max(tools.lastStartUs(tool), start));
            wafer = firstPlanned(tool, group, chamber, referenceUs);
        }
        replan(tool, group, nowUs);
    }

    /** The wafer planned into the chamber that would start first after {@code afterUs}, of those that may take another chamber. */
    private int firstPlanned(int tool, int group, int chamber, long afterUs) {
        int first = Wafers.NONE;
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            boolean hasOther = !chambers.isBlocked(earliest(tool, group, carriers.step(carrier)));
            for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                boolean planned = hasOther && wafers.chamber(wafer) == chamber && wafers.startUs(wafer) > afterUs;
                if (planned && (first == Wafers.NONE || wafers.startUs(wafer) < wafers.startUs(first))) {
                    first = wafer;
                }
            }
        }
        return first;
    }

    /** The carrier inside the tool that the wafer belongs to. */
    private int holder(int tool, int wanted) {
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                if (wafer == wanted) {
                    return carrier;
                }
            }
        }
        throw new IllegalStateException("wafer " + wanted + " is in no carrier inside tool " + tool);
    }

    /** Track-outs and wafer events follow a changed plan. */
    private void replan(int tool, int group, long nowUs) {
        for (int carrier = tools.firstInside(tool); carrier != Carriers.NONE; carrier = carriers.next(carrier)) {
            int recipe = steps.recipe(carriers.step(carrier));
            long lastEnd = Long.MIN_VALUE;
            for (int wafer = carriers.firstWafer(carrier); wafer != Wafers.NONE; wafer = wafers.next(wafer)) {
                if (wafers.isDrawn(wafer)) {
                    lastEnd = Math.max(lastEnd, wafers.endUs(wafer));
                }
            }
            long done = lastEnd + parameters.us(groups.exitTime(group)) + parameters.us(recipes.unloadTime(recipe));
            if (done > carriers.doneUs(carrier)) {
                carriers.doneUs(carrier, done);
                if (carriers.timer(carrier) != Tools.NONE) {
                    calendar.reschedule(carriers.timer(carrier), done);
                }
            }
            if (carriers.waferTimer(carrier) != Tools.NONE) {
                calendar.cancel(carriers.waferTimer(carrier));
                scheduleNextWafer(carrier, nowUs);
            }
        }
    }
}
